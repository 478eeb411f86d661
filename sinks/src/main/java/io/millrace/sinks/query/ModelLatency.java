package io.millrace.sinks.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latency of one model, in microseconds, within 4.4 %; null where none was measured.
 *
 * @param p95ByHour of each hour of the span
 */
public record ModelLatency(
        String model,
        long requests,
        @Nullable Long p50Micros,
        @Nullable Long p95Micros,
        List<@Nullable Long> p95ByHour) {
    public ModelLatency {
        p95ByHour = Collections.unmodifiableList(new ArrayList<>(p95ByHour)); // List.copyOf takes no null
    }
}
