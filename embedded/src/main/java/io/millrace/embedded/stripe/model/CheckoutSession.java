package io.millrace.embedded.stripe.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of Stripe's on which a customer pays. */
public record CheckoutSession(
        String id, long createdSeconds, Terms terms, Map<String, String> metadata, Progress progress)
        implements StripeObject {

    /** What the page is for. */
    public enum Mode {
        PAYMENT,
        SETUP,
        SUBSCRIPTION;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code COMPLETE} and {@code EXPIRED} are final. */
    public enum Status {
        OPEN,
        COMPLETE,
        EXPIRED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code UNPAID} where a bank works on it. */
    public enum PaymentStatus {
        UNPAID,
        PAID,
        NO_PAYMENT_REQUIRED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is sold. {@code price} names one, or is null where the amount came with the request. */
    public record Line(@Nullable String price, String description, long unitCents, long quantity) {
        /** Whole cents of all of it. */
        public long totalCents() {
            return Math.multiplyExact(unitCents, quantity);
        }
    }

    /**
     * What was agreed.
     *
     * @param ofPayment metadata of the payment intent, setup intent or subscription it makes
     * @param url of the page
     */
    public record Terms(
            Mode mode,
            @Nullable String customer,
            @Nullable String customerEmail,
            @Nullable String clientReferenceId,
            @Nullable String currency,
            List<Line> lines,
            List<String> paymentMethodTypes,
            @Nullable String setupFutureUsage,
            Map<String, String> ofPayment,
            @Nullable String successUrl,
            @Nullable String cancelUrl,
            String url,
            long expiresAtSeconds) {

        /** Whole cents of all lines. */
        public long amountCents() {
            return lines.stream().mapToLong(Line::totalCents).reduce(0, Math::addExact);
        }
    }

    /** What came of it. */
    public record Progress(
            Status status,
            PaymentStatus paymentStatus,
            @Nullable String customer,
            @Nullable String paymentIntent,
            @Nullable String setupIntent,
            @Nullable String subscription) {}

    /** The same at another point. */
    public CheckoutSession with(Progress changed) {
        return new CheckoutSession(id, createdSeconds, terms, metadata, changed);
    }
}
