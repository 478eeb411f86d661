package io.millrace.embedded.stripe.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sum to be collected once: what was agreed, and how far it got. */
public record PaymentIntent(String id, long createdSeconds, Terms terms, Progress progress) implements StripeObject {

    /**
     * What was agreed.
     *
     * @param amountCents whole cents (pence), at least 50 (30)
     * @param manualCapture the money is only held until it is captured
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
            Map<String, String> metadata,
            boolean manualCapture) {}

    /**
     * How far it got.
     *
     * @param decline of the last attempt, if it failed
     * @param nextActionUrl where the owner of the card agrees; only while an action is required
     * @param capturedCents what was captured, if that is not the whole amount
     */
    public record Progress(
            Status status,
            @Nullable String paymentMethod,
            @Nullable String latestCharge,
            @Nullable Decline decline,
            @Nullable Long canceledAtSeconds,
            @Nullable String cancellationReason,
            @Nullable String nextActionUrl,
            @Nullable Long capturedCents) {

        /** Not tried yet. */
        public static Progress untried(@Nullable String paymentMethod) {
            return at(
                    paymentMethod == null ? Status.REQUIRES_PAYMENT_METHOD : Status.REQUIRES_CONFIRMATION,
                    paymentMethod,
                    null);
        }

        private static Progress at(Status status, @Nullable String paymentMethod, @Nullable String charge) {
            return new Progress(status, paymentMethod, charge, null, null, null, null, null);
        }
    }

    /**
     * A failed attempt.
     *
     * @param charge null where nothing reached the issuer
     * @param reason why; null for what the card itself says
     */
    public record Decline(
            @Nullable String charge,
            String paymentMethod,
            TestCard card,
            @Nullable Reason reason) {
        /** The error's code. */
        public String code() {
            return reason == null ? String.valueOf(card.errorCode()) : reason.code();
        }

        /** The issuer's reason, if it has one. */
        public @Nullable String declineCode() {
            return reason == null ? card.declineCode() : reason.declineCode();
        }

        /** What the seller is told. */
        public String message() {
            return reason == null ? card.message() : reason.message();
        }
    }

    /** Why an attempt failed, where the card alone does not say. */
    public record Reason(String code, @Nullable String declineCode, String message) {}

    /** {@code SUCCEEDED} and {@code CANCELED} are final. A declined attempt goes back to {@code REQUIRES_PAYMENT_METHOD}. */
    public enum Status {
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        REQUIRES_ACTION,
        PROCESSING,
        REQUIRES_CAPTURE,
        SUCCEEDED,
        CANCELED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True while it can be confirmed. */
        public boolean confirmable() {
            return this == REQUIRES_PAYMENT_METHOD || this == REQUIRES_CONFIRMATION || this == REQUIRES_ACTION;
        }

        /** True while it can be canceled: not while a bank works on it, and not once it is final. */
        public boolean cancelable() {
            return confirmable() || this == REQUIRES_CAPTURE;
        }
    }

    /** Whole cents that arrived. */
    public long amountReceivedCents() {
        if (progress.status() != Status.SUCCEEDED) {
            return 0;
        }
        Long captured = progress.capturedCents();
        return captured == null ? terms.amountCents() : captured;
    }

    /** Whole cents that are held. */
    public long amountCapturableCents() {
        return progress.status() == Status.REQUIRES_CAPTURE ? terms.amountCents() : 0;
    }

    /** An attempt that the card paid, is held, or is under way at a bank. */
    public PaymentIntent tried(Status status, String paymentMethod, String charge) {
        return with(Progress.at(status, paymentMethod, charge));
    }

    /** The owner of the card has to agree at {@code url}. */
    public PaymentIntent waitingForOwner(String paymentMethod, String url) {
        return with(new Progress(
                Status.REQUIRES_ACTION, paymentMethod, progress.latestCharge(), null, null, null, url, null));
    }

    /** An attempt that failed. */
    public PaymentIntent declined(Decline decline) {
        String charge = decline.charge() == null ? progress.latestCharge() : decline.charge();
        return with(new Progress(Status.REQUIRES_PAYMENT_METHOD, null, charge, decline, null, null, null, null));
    }

    /** What was held is taken; the rest of it is let go. */
    public PaymentIntent captured(long cents) {
        return with(new Progress(
                Status.SUCCEEDED, progress.paymentMethod(), progress.latestCharge(), null, null, null, null, cents));
    }

    /** It will never be paid. */
    public PaymentIntent canceled(long atSeconds, @Nullable String reason) {
        return with(new Progress(
                Status.CANCELED,
                progress.paymentMethod(),
                progress.latestCharge(),
                progress.decline(),
                atSeconds,
                reason,
                null,
                null));
    }

    /** The same under other terms. */
    public PaymentIntent withTerms(Terms changed) {
        return new PaymentIntent(id, createdSeconds, changed, progress);
    }

    /** The same at another point. */
    public PaymentIntent with(Progress changed) {
        return new PaymentIntent(id, createdSeconds, terms, changed);
    }
}
