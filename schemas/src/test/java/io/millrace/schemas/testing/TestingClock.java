package io.millrace.schemas.testing;

import io.millrace.schemas.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told to, and never back. Thread-safe. */
public final class TestingClock implements Clock {
    private final AtomicLong micros;

    public TestingClock(long startMicros) {
        micros = new AtomicLong(startMicros);
    }

    @Override
    public long nowMicros() {
        return micros.get();
    }

    @Override
    public long tickNanos() {
        return micros.get() * 1_000;
    }

    public void advanceMicros(long by) {
        if (by < 0) {
            throw new IllegalArgumentException("by: " + by + " (expected: >= 0)");
        }
        micros.addAndGet(by);
    }
}
