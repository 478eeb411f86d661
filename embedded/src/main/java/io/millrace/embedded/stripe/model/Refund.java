package io.millrace.embedded.stripe.model;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Money on its way back.
 *
 * @param amountCents whole cents
 * @param balanceTransaction of the money that left
 * @param failureBalanceTransaction of the money that came back because it could not be delivered
 */
public record Refund(
        String id,
        long createdSeconds,
        String charge,
        String paymentIntent,
        long amountCents,
        String currency,
        @Nullable String reason,
        Map<String, String> metadata,
        Status status,
        String balanceTransaction,
        @Nullable String failureBalanceTransaction)
        implements StripeObject {

    /** A succeeded refund can fail later. */
    public enum Status {
        PENDING,
        SUCCEEDED,
        FAILED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** It arrived. */
    public Refund succeeded() {
        return with(metadata, Status.SUCCEEDED, null);
    }

    /** It came back. */
    public Refund failed(String newFailureBalanceTransaction) {
        return with(metadata, Status.FAILED, newFailureBalanceTransaction);
    }

    /** The same with other metadata. */
    public Refund withMetadata(Map<String, String> newMetadata) {
        return with(newMetadata, status, failureBalanceTransaction);
    }

    private Refund with(Map<String, String> newMetadata, Status newStatus, @Nullable String newFailure) {
        return new Refund(
                id,
                createdSeconds,
                charge,
                paymentIntent,
                amountCents,
                currency,
                reason,
                newMetadata,
                newStatus,
                balanceTransaction,
                newFailure);
    }
}
