package io.millrace.billing.charging;

import java.util.List;

/** The payment provider. Implementations are thread-safe and never retry by themselves: the state machine does. */
public interface PaymentGateway {
    /** Creates a payment without confirming it: no card is charged. */
    Answer createIntent(NewIntent intent, IdempotencyKey key);

    /** Charges the payment method, the customer being absent. A payment that was declined has forgotten its own. */
    Answer confirm(String intentId, String paymentMethod, IdempotencyKey key);

    /**
     * Confirms as if the customer were there, where they have to agree: a payment that then waits for them names the page.
     * Without such pages it only looks.
     */
    Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key);

    /** Ends a payment that was not charged; it never will be. One that was, or is canceled already, is {@link Answer.Refused}. */
    Answer cancel(String intentId, IdempotencyKey key);

    Answer retrieve(String intentId);

    /** The payment of a customer whose metadata name the top-up; the newest where there are several. */
    Answer find(String customer, String topUpId);

    /**
     * Payments of a customer that name a top-up and that nobody ever confirmed.
     *
     * @throws GatewayException when the list cannot be had whole
     */
    List<Intent> listUnconfirmed(String customer);

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
