package io.millrace.client;

import io.millrace.schemas.time.Clock;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes event ids: UUIDv7 of RFC 9562 with a 12-bit counter in rand_a (its section 6.2, method 1) and 62 random bits.
 * The ids of one maker ascend strictly, also when the clock stands still or goes back; a counter that is used up borrows the
 * next millisecond. Thread-safe. Make one per process.
 */
public final class EventIds {
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    /** A millisecond starts in the lower half, so that the counter has room to ascend. */
    private static final long COUNTER_START_MASK = COUNTER_MASK >>> 1;

    private static final int MILLIS_SHIFT = 16;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Clock clock;
    private final RandomGenerator random;
    /** Milliseconds since the epoch and the counter, as they are in the last id. */
    private final AtomicLong last = new AtomicLong();

    public EventIds(Clock clock) {
        this(clock, new SecureRandom());
    }

    /** @param random thread-safe */
    EventIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        long first = Math.max(0, clock.nowMillis()) << COUNTER_BITS | (random.nextLong() & COUNTER_START_MASK);
        long stamp = last.updateAndGet(before -> after(before, first));
        long high = stamp >>> COUNTER_BITS << MILLIS_SHIFT | VERSION_7 | (stamp & COUNTER_MASK);
        return new UUID(high, VARIANT | random.nextLong() >>> 2);
    }

    /** The first stamp of a new millisecond, or one more than the last. */
    private static long after(long before, long first) {
        boolean newMillisecond = first >>> COUNTER_BITS > before >>> COUNTER_BITS;
        return newMillisecond ? first : before + 1;
    }
}
