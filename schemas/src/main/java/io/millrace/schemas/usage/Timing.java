package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Micros;
import org.jspecify.annotations.Nullable;

/**
 * When a call happened and how long it took. Instants are microseconds since the epoch, from 1970 to the end of 9999;
 * durations are microseconds, 0 to 31 days, null where they were not measured.
 *
 * @param occurredAtMicros when it ended at the gateway: event time everywhere
 * @param publishedAtMicros when the gateway published the record; 0 when not known
 * @param latencyMicros from request to the last byte
 * @param firstTokenMicros from request to the first token, at most the latency
 * @param gatewayOverheadMicros spent in the gateway itself
 * @param queueMicros spent waiting in a queue
 */
public record Timing(
        long occurredAtMicros,
        long publishedAtMicros,
        @Nullable Long latencyMicros,
        @Nullable Long firstTokenMicros,
        @Nullable Long gatewayOverheadMicros,
        @Nullable Long queueMicros) {
    /** No call lasts longer. */
    public static final long DURATION_MICROS_MAX = 31 * Micros.PER_DAY;

    public Timing {
        Require.instant("usage.timing.occurred_at_micros", occurredAtMicros);
        Require.instant("usage.timing.published_at_micros", publishedAtMicros);
        requireDuration("usage.timing.latency_micros", latencyMicros);
        requireDuration("usage.timing.first_token_micros", firstTokenMicros);
        requireDuration("usage.timing.gateway_overhead_micros", gatewayOverheadMicros);
        requireDuration("usage.timing.queue_micros", queueMicros);
        if (firstTokenMicros != null && latencyMicros != null && firstTokenMicros > latencyMicros) {
            throw Expected.illegal(
                    "usage.timing.first_token_micros", firstTokenMicros, "<= latency_micros " + latencyMicros);
        }
    }

    private static void requireDuration(String thing, @Nullable Long micros) {
        Require.betweenOrNull(thing, micros, 0, DURATION_MICROS_MAX);
    }
}
