package io.millrace.embedded.stripe.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A customer's plan. The stand-in neither renews nor bills it: its status is set by who tests. */
public record Subscription(
        String id,
        long createdSeconds,
        String customer,
        String currency,
        List<Item> items,
        Map<String, String> metadata,
        Progress progress)
        implements StripeObject {

    /** Stripe's. {@code CANCELED} and {@code INCOMPLETE_EXPIRED} are final. */
    public enum Status {
        INCOMPLETE,
        INCOMPLETE_EXPIRED,
        TRIALING,
        ACTIVE,
        PAST_DUE,
        UNPAID,
        PAUSED,
        CANCELED;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By the name of the interface. */
        public static Optional<Status> of(String wireName) {
            return Arrays.stream(values())
                    .filter(status -> status.wireName().equals(wireName))
                    .findFirst();
        }

        /** True once it cannot change any more. */
        public boolean terminal() {
            return this == CANCELED || this == INCOMPLETE_EXPIRED;
        }
    }

    /** One price of the plan. */
    public record Item(String id, String price, long quantity) {}

    /**
     * How it stands.
     *
     * @param periodStartSeconds of the current period, inclusive
     * @param periodEndSeconds of the current period, exclusive
     */
    public record Progress(
            Status status,
            @Nullable String defaultPaymentMethod,
            long periodStartSeconds,
            long periodEndSeconds,
            boolean cancelAtPeriodEnd,
            @Nullable Long canceledAtSeconds,
            @Nullable Long endedAtSeconds) {}

    /** The same at another point, with other metadata. */
    public Subscription with(Progress changed, Map<String, String> newMetadata) {
        return new Subscription(id, createdSeconds, customer, currency, items, newMetadata, changed);
    }

    /** The same at another point. */
    public Subscription with(Progress changed) {
        return with(changed, metadata);
    }
}
