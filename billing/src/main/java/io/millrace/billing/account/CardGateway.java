package io.millrace.billing.account;

import org.jspecify.annotations.Nullable;

/** Payment methods at the provider. Implementations are thread-safe. */
@FunctionalInterface
public interface CardGateway {
    /**
     * Detaches payment methods for good, so that they can never be charged again: all of the customer, and one by its id. Those
     * that are not attached are left alone.
     *
     * @throws io.millrace.billing.charging.GatewayException when the provider did not say that it is; to be called again
     */
    void detach(@Nullable String stripeCustomer, @Nullable String paymentMethod);
}
