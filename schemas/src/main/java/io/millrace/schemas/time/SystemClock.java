package io.millrace.schemas.time;

import java.time.Instant;

/** The machine's clock: the one class that reads it. Thread-safe. */
public final class SystemClock implements Clock {
    @Override
    public long nowMicros() {
        return Micros.of(Instant.now());
    }

    @Override
    public long tickNanos() {
        return System.nanoTime();
    }
}
