package io.millrace.billing.subscription;

import io.millrace.billing.charging.GatewayException;
import java.util.Optional;

/** Subscriptions at the payment provider. Implementations are thread-safe. */
public interface SubscriptionGateway {
    /**
     * The customer that an object belongs to: a subscription, an invoice, a payment method, or the customer itself.
     *
     * @return empty where the object is unknown, of another kind, or nobody's
     * @throws GatewayException when the provider does not tell
     */
    Optional<String> customerOf(String objectId);

    /**
     * How a customer stands now.
     *
     * @throws GatewayException when the provider does not tell
     */
    Fetched fetch(String stripeCustomer);
}
