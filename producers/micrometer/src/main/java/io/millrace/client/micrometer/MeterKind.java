package io.millrace.client.micrometer;

/** How a meter's value moves. */
public enum MeterKind {
    /** Only grows, until the client starts anew. */
    COUNTER,
    /** As of now, up or down. */
    GAUGE
}
