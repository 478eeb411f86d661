package io.millrace.billing.account;

/** Payment methods at the provider. Implementations are thread-safe. */
@FunctionalInterface
public interface CardGateway {
    /**
     * Detaches a payment method for good, so that it can never be charged again; does nothing to one that is not attached.
     *
     * @throws io.millrace.billing.charging.GatewayException when the provider did not say that it is; to be called again
     */
    void detach(String paymentMethod);
}
