package io.millrace.billing.returns;

/** Refunds at the payment provider. Implementations are thread-safe and never retry by themselves. */
public interface RefundGateway {
    /** Makes the refund under its key; its id is in the metadata. */
    RefundAnswer create(Refund refund);

    /** @param stripeRefund the provider's id */
    RefundAnswer retrieve(String stripeRefund);

    /** The refund of the payment whose metadata name this one. */
    RefundAnswer find(Refund refund);
}
