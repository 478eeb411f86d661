package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/** When a call happened (microseconds since the epoch) and how long it took (microseconds). Null is "not measured". */
public record Timing(
        long occurredAtMicros,
        long publishedAtMicros,
        @Nullable Long latencyMicros,
        @Nullable Long firstTokenMicros,
        @Nullable Long gatewayOverheadMicros,
        @Nullable Long queueMicros) {

    public Timing {
        require("latency_micros", latencyMicros);
        require("first_token_micros", firstTokenMicros);
        require("gateway_overhead_micros", gatewayOverheadMicros);
        require("queue_micros", queueMicros);
        if (firstTokenMicros != null && latencyMicros != null && firstTokenMicros > latencyMicros) {
            throw Expected.illegal(
                    "usage.timing.first_token_micros", firstTokenMicros, "<= latency_micros " + latencyMicros);
        }
    }

    private static void require(String field, @Nullable Long micros) {
        if (micros != null && micros < 0) {
            throw Expected.illegal("usage.timing." + field, micros, ">= 0");
        }
    }
}
