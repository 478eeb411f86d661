package io.millrace.billing.account;

/** Ends subscriptions at the provider. Implementations are thread-safe. */
@FunctionalInterface
public interface SubscriptionEnd {
    /** For those who sell no subscriptions. */
    SubscriptionEnd NONE = stripeCustomer -> {};

    /**
     * Cancels all of a customer that are not over, at once; nothing is charged or given back for the period that runs.
     *
     * @throws io.millrace.billing.charging.GatewayException when the provider did not say that they are; to be called again
     */
    void cancelAll(String stripeCustomer);
}
