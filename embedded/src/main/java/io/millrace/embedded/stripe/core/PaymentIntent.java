package io.millrace.embedded.stripe.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sum to be collected once. What was agreed never changes; how far it got does. */
public record PaymentIntent(String id, long createdSeconds, Terms terms, Progress progress) implements StripeObject {

    /**
     * What was agreed at creation.
     *
     * @param amountCents whole cents, at least 50
     */
    public record Terms(
            long amountCents,
            String currency,
            @Nullable String customer,
            List<String> paymentMethodTypes,
            @Nullable String description,
            @Nullable String receiptEmail,
            @Nullable String setupFutureUsage,
            @Nullable String statementDescriptorSuffix,
            Map<String, String> metadata) {}

    /**
     * How far it got.
     *
     * @param decline of the last attempt, if it failed
     */
    public record Progress(
            Status status,
            @Nullable String paymentMethod,
            @Nullable String latestCharge,
            @Nullable Decline decline,
            @Nullable Long canceledAtSeconds,
            @Nullable String cancellationReason) {}

    /** A failed attempt. */
    public record Decline(String charge, String paymentMethod, TestCard card) {}

    /** {@code SUCCEEDED} and {@code CANCELED} are final. A declined attempt goes back to {@code REQUIRES_PAYMENT_METHOD}. */
    public enum Status {
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        SUCCEEDED,
        CANCELED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean open() {
            return this == REQUIRES_PAYMENT_METHOD || this == REQUIRES_CONFIRMATION;
        }
    }

    /** Whole cents that arrived. */
    public long amountReceivedCents() {
        return progress.status() == Status.SUCCEEDED ? terms.amountCents() : 0;
    }

    static PaymentIntent created(String id, long createdSeconds, Terms terms, @Nullable String paymentMethod) {
        Status status = paymentMethod == null ? Status.REQUIRES_PAYMENT_METHOD : Status.REQUIRES_CONFIRMATION;
        return new PaymentIntent(
                id, createdSeconds, terms, new Progress(status, paymentMethod, null, null, null, null));
    }

    PaymentIntent charged(Charge charge) {
        if (charge.card().paid()) {
            return with(new Progress(Status.SUCCEEDED, charge.paymentMethod(), charge.id(), null, null, null));
        }
        var failure = new Decline(charge.id(), charge.paymentMethod(), charge.card());
        return with(new Progress(Status.REQUIRES_PAYMENT_METHOD, null, charge.id(), failure, null, null));
    }

    PaymentIntent canceled(long atSeconds, @Nullable String reason) {
        return with(new Progress(
                Status.CANCELED,
                progress.paymentMethod(),
                progress.latestCharge(),
                progress.decline(),
                atSeconds,
                reason));
    }

    private PaymentIntent with(Progress changed) {
        return new PaymentIntent(id, createdSeconds, terms, changed);
    }
}
