package io.millrace.embedded.stripe.model;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take the money of a payment intent.
 *
 * @param amountCents whole cents
 * @param failure why it failed, where the card alone does not say
 * @param progress null in journals of before it was kept: then the card says it
 */
public record Charge(
        String id,
        long createdSeconds,
        String paymentIntent,
        String paymentMethod,
        @Nullable String customer,
        TestCard card,
        long amountCents,
        String currency,
        Map<String, String> metadata,
        PaymentIntent.@Nullable Reason failure,
        Progress progress)
        implements StripeObject {

    @SuppressWarnings({"NullAway", "ConstantValue"}) // a journal of before has no progress
    public Charge {
        if (progress == null) {
            progress = card.paid() ? Progress.paid(amountCents, null) : Progress.failed();
        }
    }

    /** Where the money is. */
    public enum Status {
        PENDING,
        SUCCEEDED,
        FAILED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What became of it.
     *
     * @param capturedCents what was taken; 0 while it is only held
     * @param refundedCents what went back, or is on its way
     * @param balanceTransaction of the money that came in
     */
    public record Progress(
            Status status,
            long capturedCents,
            long refundedCents,
            boolean disputed,
            @Nullable String balanceTransaction) {

        /** Taken at once. */
        public static Progress paid(long cents, @Nullable String balanceTransaction) {
            return new Progress(Status.SUCCEEDED, cents, 0, false, balanceTransaction);
        }

        /** Held, or on its way. */
        public static Progress open(Status status) {
            return new Progress(status, 0, 0, false, null);
        }

        /** Not paid. */
        public static Progress failed() {
            return open(Status.FAILED);
        }
    }

    /** True when it was paid or is held. */
    public boolean paid() {
        return progress.status() == Status.SUCCEEDED;
    }

    /** True when the money was taken. */
    public boolean captured() {
        return paid() && progress.capturedCents() > 0;
    }

    /** Whole cents that can still go back. */
    public long refundableCents() {
        return captured() ? progress.capturedCents() - progress.refundedCents() : 0;
    }

    /** The same at another point. */
    public Charge with(Progress changed) {
        return new Charge(
                id,
                createdSeconds,
                paymentIntent,
                paymentMethod,
                customer,
                card,
                amountCents,
                currency,
                metadata,
                failure,
                changed);
    }

    /** Cents more (or, below 0, fewer) that went back. */
    public Charge refunded(long cents) {
        return with(new Progress(
                progress.status(),
                progress.capturedCents(),
                Math.addExact(progress.refundedCents(), cents),
                progress.disputed(),
                progress.balanceTransaction()));
    }

    /** The customer took it to the bank. */
    public Charge asDisputed() {
        return with(new Progress(
                progress.status(),
                progress.capturedCents(),
                progress.refundedCents(),
                true,
                progress.balanceTransaction()));
    }
}
