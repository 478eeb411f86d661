package io.millrace.bench;

import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A count of records that grows while others work, watched all the time. */
final class RecordCount {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(1);

    private final LongSupplier seen;
    private final Clock clock;
    private final Duration poll;

    /** Of a count that costs nothing to ask for: every millisecond. */
    RecordCount(LongSupplier seen, Clock clock) {
        this(seen, clock, POLL);
    }

    RecordCount(LongSupplier seen, Clock clock, Duration poll) {
        this.seen = seen;
        this.clock = clock;
        this.poll = poll;
    }

    /**
     * How many there are as soon as there are so many.
     *
     * @throws IllegalStateException after five minutes
     */
    long await(long wanted) throws InterruptedException {
        long start = clock.tickNanos();
        long now = seen.getAsLong();
        while (now < wanted) {
            if (clock.tickNanos() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("records: " + now + " (expected: " + wanted + " in time)");
            }
            TimeUnit.MILLISECONDS.sleep(poll.toMillis());
            now = seen.getAsLong();
        }
        return now;
    }

    /** Records a second from the first one behind the skipped ones to the last. */
    double perSecond(long skipped, long last) throws InterruptedException {
        long from = await(skipped + 1);
        long start = clock.tickNanos();
        await(last);
        return (last - from) * 1e9 / (clock.tickNanos() - start);
    }
}
