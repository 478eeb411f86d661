package io.millrace.client.publish;

import io.millrace.schemas.time.Clock;

/** A pause that doubles from failure to failure, up to a bound. Not thread-safe. */
final class Backoff {
    private final Clock clock;
    private final long firstNanos;
    private final long maxNanos;
    private long pauseNanos;
    private long untilNanos;
    private boolean pausing;

    Backoff(Clock clock, long firstNanos, long maxNanos) {
        this.clock = clock;
        this.firstNanos = firstNanos;
        this.maxNanos = maxNanos;
    }

    void failed() {
        pauseNanos = pauseNanos == 0 ? firstNanos : Math.min(maxNanos, pauseNanos * 2);
        untilNanos = clock.tickNanos() + pauseNanos;
        pausing = true;
    }

    void succeeded() {
        pauseNanos = 0;
        pausing = false;
    }

    /** True until the pause after the last failure is over. */
    boolean pausing() {
        if (pausing && clock.tickNanos() - untilNanos >= 0) {
            pausing = false;
        }
        return pausing;
    }
}
