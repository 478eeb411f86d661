package io.millrace.billing.subscription;

import java.util.Optional;

/** Mirrored subscriptions. Implementations are thread-safe. */
public interface Subscriptions {
    /** The workspace of a customer of the provider; empty where it is none of ours. */
    Optional<String> workspaceOf(String stripeCustomer);

    /** The customer whose card a payment method is; for one that the provider has detached. */
    Optional<String> customerWith(String paymentMethod);

    /**
     * Keeps what was fetched, and what follows from it, in one transaction. An answer to an earlier question than the one
     * kept changes nothing.
     *
     * @param askedAtMicros when the provider was asked
     * @return whether anything changed but the time
     */
    boolean save(String workspaceId, Fetched fetched, long askedAtMicros);
}
