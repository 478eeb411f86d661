package io.millrace.embedded.stripe.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A payment method that is to be kept for later, without a payment. */
public record SetupIntent(
        String id,
        long createdSeconds,
        @Nullable String customer,
        @Nullable String description,
        List<String> paymentMethodTypes,
        String usage,
        Map<String, String> metadata,
        Progress progress)
        implements StripeObject {

    /** {@code SUCCEEDED} and {@code CANCELED} are final. */
    public enum Status {
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        REQUIRES_ACTION,
        SUCCEEDED,
        CANCELED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True until it is final. */
        public boolean open() {
            return this != SUCCEEDED && this != CANCELED;
        }
    }

    /**
     * How far it got.
     *
     * @param nextActionUrl where the owner of the card agrees; only while an action is required
     */
    public record Progress(
            Status status,
            @Nullable String paymentMethod,
            PaymentIntent.@Nullable Decline decline,
            @Nullable String nextActionUrl,
            @Nullable String cancellationReason) {}

    /** The same at another point. */
    public SetupIntent with(Progress changed) {
        return new SetupIntent(id, createdSeconds, customer, description, paymentMethodTypes, usage, metadata, changed);
    }
}
