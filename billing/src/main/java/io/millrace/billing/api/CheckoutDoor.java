package io.millrace.billing.api;

import java.util.UUID;

/** Opens top-ups that a customer pays on a page. Implementations are thread-safe. */
@FunctionalInterface
public interface CheckoutDoor {
    /**
     * Opens one, once per workspace and key, and makes its page where the provider answers at once.
     *
     * @param amountCents whole cents of USD
     * @return the id of the top-up
     */
    UUID open(String workspaceId, long amountCents, String key, boolean saveCard);
}
