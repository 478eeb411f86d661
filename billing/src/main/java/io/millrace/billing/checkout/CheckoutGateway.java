package io.millrace.billing.checkout;

import io.millrace.billing.charging.IdempotencyKey;
import java.util.Optional;

/** Pages at the payment provider. Implementations are thread-safe and never retry by themselves. */
public interface CheckoutGateway {
    /** Makes a page under the checkout's create key. Its customer is known. */
    PageAnswer open(Checkout checkout);

    PageAnswer retrieve(String session);

    /** The page of the customer whose metadata name the top-up: one that was paid on, else an open one, else any. */
    PageAnswer find(Checkout checkout);

    /** Closes a page that is open; any other is {@link PageAnswer.Refused}. */
    PageAnswer expire(String session, IdempotencyKey key);

    /**
     * The card that paid, where it may be charged later on.
     *
     * @throws io.millrace.billing.charging.GatewayException when the provider does not tell
     */
    Optional<KeptCard> card(String paymentIntent);
}
