package io.millrace.embedded.stripe.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A charge that the customer took to the bank. The money is gone while it is open.
 *
 * @param amountCents whole cents
 * @param evidence what the seller says
 * @param balanceTransactions ids: of the money that was withdrawn, then of the money that came back
 */
public record Dispute(
        String id,
        long createdSeconds,
        String charge,
        String paymentIntent,
        long amountCents,
        String currency,
        String reason,
        Map<String, String> metadata,
        Map<String, String> evidence,
        Status status,
        List<String> balanceTransactions)
        implements StripeObject {

    /** {@code WON} and {@code LOST} are final. */
    public enum Status {
        NEEDS_RESPONSE,
        UNDER_REVIEW,
        WON,
        LOST;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True until the bank decided. */
        public boolean open() {
            return this == NEEDS_RESPONSE || this == UNDER_REVIEW;
        }
    }

    /** The same, decided or under review. */
    public Dispute with(Status newStatus, List<String> newBalanceTransactions) {
        return new Dispute(
                id,
                createdSeconds,
                charge,
                paymentIntent,
                amountCents,
                currency,
                reason,
                metadata,
                evidence,
                newStatus,
                newBalanceTransactions);
    }

    /** The same with what the seller says. */
    public Dispute with(Map<String, String> newMetadata, Map<String, String> newEvidence) {
        return new Dispute(
                id,
                createdSeconds,
                charge,
                paymentIntent,
                amountCents,
                currency,
                reason,
                newMetadata,
                newEvidence,
                status,
                balanceTransactions);
    }
}
