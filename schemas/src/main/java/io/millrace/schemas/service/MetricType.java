package io.millrace.schemas.service;

/** What a metric is, as Prometheus has it. */
public enum MetricType {
    /** Only grows while the process lives. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Counts in classes. */
    HISTOGRAM
}
