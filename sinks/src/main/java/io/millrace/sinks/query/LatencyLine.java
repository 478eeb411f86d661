package io.millrace.sinks.query;

import org.jspecify.annotations.Nullable;

/** Latencies of one value, in microseconds, within 4.4 %; null where none was measured. The empty text is "none". */
public record LatencyLine(
        String value,
        long requests,
        @Nullable Long p50Micros,
        @Nullable Long p95Micros,
        @Nullable Long p99Micros,
        @Nullable Long firstTokenP50Micros,
        @Nullable Long firstTokenP95Micros,
        @Nullable Long firstTokenP99Micros) {}
