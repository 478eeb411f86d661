package io.millrace.billing.returns;

import org.jspecify.annotations.Nullable;

/**
 * A refund as the provider knows it.
 *
 * @param amountCents whole cents of USD
 * @param paymentIntent the payment that goes back; empty where it is of none
 * @param refundId what its metadata say it was asked for as; null where they say nothing
 * @param failure why it failed; null where it did not
 */
public record RefundObject(
        String id,
        Status status,
        long amountCents,
        String paymentIntent,
        @Nullable String refundId,
        @Nullable String failure) {
    /** The provider's word on it. */
    public enum Status {
        /** On its way, or waiting for the customer. */
        PENDING,
        SUCCEEDED,
        /** Failed or cancelled: the money is ours again. */
        FAILED
    }

    /** The state of a refund that is as this one. */
    public RefundState state() {
        return switch (status) {
            case PENDING -> RefundState.PENDING;
            case SUCCEEDED -> RefundState.SUCCEEDED;
            case FAILED -> RefundState.FAILED;
        };
    }
}
