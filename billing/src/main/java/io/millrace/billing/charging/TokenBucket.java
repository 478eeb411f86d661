package io.millrace.billing.charging;

import io.millrace.schemas.time.Clock;

/** So many calls a second, and as many at once after a pause. Whole nanoseconds, nothing is rounded. Thread-safe. */
final class TokenBucket {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Clock clock;
    private final long nanosEach;
    private long savedNanos = NANOS_PER_SECOND;
    private long lastNanos;

    /** @param perSecond 1 to 1,000,000 */
    TokenBucket(Clock clock, int perSecond) {
        this.clock = clock;
        nanosEach = NANOS_PER_SECOND / perSecond;
        lastNanos = clock.tickNanos();
    }

    /** Takes one; false where there is none now. */
    synchronized boolean take() {
        long now = clock.tickNanos();
        savedNanos = Math.min(NANOS_PER_SECOND, savedNanos + Math.max(0, now - lastNanos));
        lastNanos = now;
        if (savedNanos < nanosEach) {
            return false;
        }
        savedNanos -= nanosEach;
        return true;
    }
}
