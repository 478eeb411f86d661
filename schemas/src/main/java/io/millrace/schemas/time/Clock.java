package io.millrace.schemas.time;

/** The time, injected wherever it is needed. Implementations are thread-safe. */
public interface Clock {
    /** Microseconds since the epoch (UTC). */
    long nowMicros();

    /** A counter for measuring spans, in nanoseconds; it has no epoch. */
    long tickNanos();

    /** Milliseconds since the epoch (UTC). */
    default long nowMillis() {
        return nowMicros() / 1_000;
    }
}
