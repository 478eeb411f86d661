package io.millrace.billing.charging;

import java.util.List;

/** The payment provider. Implementations are thread-safe and never retry by themselves: the state machine does. */
public interface PaymentGateway {
    /** Creates a payment without confirming it: no card is charged. */
    Answer createIntent(NewIntent intent, IdempotencyKey key);

    /** Charges the card, the customer being absent. */
    Answer confirm(String intentId, IdempotencyKey key);

    Answer retrieve(String intentId);

    /** The payment of a customer whose metadata name the top-up; the newest where there are several. */
    Answer find(String customer, String topUpId);

    /**
     * Every payment that succeeded, whoever made it.
     *
     * @throws GatewayException when the list cannot be had whole
     */
    List<Intent> listSucceeded();

    /**
     * Makes the provider's customer of a workspace, or finds the one made under the same key.
     *
     * @return the provider's id of it
     * @throws GatewayException when it may not have been made
     */
    String createCustomer(String workspaceId, IdempotencyKey key);
}
