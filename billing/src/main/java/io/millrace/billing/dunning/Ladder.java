package io.millrace.billing.dunning;

import io.millrace.billing.subscription.SubscriptionStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a subscription's state and the time put a workspace. Pure: the same question has the same answer. */
public final class Ladder {
    private Ladder() {}

    /**
     * A place on the ladder.
     *
     * @param sinceMicros since when it is not paid; null while it is
     * @param nextMicros when the next rung is due; null where none is
     */
    public record Place(
            Standing standing,
            @Nullable Long sinceMicros,
            @Nullable Long nextMicros) {
        /** Nothing is owed. */
        public static final Place GROUND = new Place(Standing.GOOD, null, null);
    }

    /** @param sinceMicros since when it was known not to be paid; null where it was */
    public static Place place(
            SubscriptionStatus status, @Nullable Long sinceMicros, long nowMicros, DunningSettings settings) {
        long since = sinceMicros == null ? nowMicros : sinceMicros;
        return switch (status) {
            case NONE, INCOMPLETE, INCOMPLETE_EXPIRED, TRIALING, ACTIVE -> Place.GROUND;
            case PAST_DUE -> climb(since, nowMicros, settings);
            case UNPAID -> settings.suspendEnded() ? suspended(since) : climb(since, nowMicros, settings);
            case CANCELED, PAUSED -> settings.suspendEnded() ? suspended(since) : Place.GROUND;
        };
    }

    private static Place suspended(long since) {
        return new Place(Standing.SUSPENDED, since, null);
    }

    private static Place climb(long since, long now, DunningSettings settings) {
        long throttleAt = since + micros(settings.throttleAfter());
        long suspendAt = since + micros(settings.suspendAfter());
        if (now >= suspendAt) {
            return suspended(since);
        }
        return now >= throttleAt
                ? new Place(Standing.THROTTLED, since, suspendAt)
                : new Place(Standing.WARNED, since, throttleAt);
    }

    private static long micros(Duration span) {
        return span.toNanos() / 1_000;
    }
}
