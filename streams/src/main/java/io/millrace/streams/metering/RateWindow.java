package io.millrace.streams.metering;

import io.millrace.schemas.time.Micros;
import org.jspecify.annotations.Nullable;

/**
 * Use over a sliding window of event time, estimated from two buckets of the window's length. Not thread-safe.
 *
 * <p>The estimate at t is the current bucket plus the share of the previous bucket that the window still covers,
 * rounded down. It is exact where the previous bucket's use was spread evenly; otherwise it is off by less than that
 * bucket's use, and never above the sum of both. A late amount goes to its own bucket, the current or the previous;
 * one older than both is outside every window still asked about and is ignored.
 */
public final class RateWindow {
    private final long lengthMicros;
    private long bucketStartMicros;
    private long current;
    private long previous;
    private long latestMicros;

    public RateWindow(long lengthMicros) {
        this(lengthMicros, 0, 0, 0, 0);
    }

    public RateWindow(long lengthMicros, long bucketStartMicros, long current, long previous, long latestMicros) {
        this.lengthMicros = lengthMicros;
        this.bucketStartMicros = bucketStartMicros;
        this.current = current;
        this.previous = previous;
        this.latestMicros = latestMicros;
    }

    /** Adds an amount; one below 0 takes back what is in its bucket, at most all. True when the instant opened a new bucket. */
    boolean add(long atMicros, long amount) {
        long bucket = Micros.floor(atMicros, lengthMicros);
        boolean opened = bucket > bucketStartMicros;
        if (opened) {
            previous = bucket == bucketStartMicros + lengthMicros ? current : 0;
            current = 0;
            bucketStartMicros = bucket;
        }
        latestMicros = Math.max(latestMicros, atMicros);
        if (bucket == bucketStartMicros) {
            current = Math.max(0, Amounts.plus(current, amount));
        } else if (bucket == bucketStartMicros - lengthMicros) {
            previous = Math.max(0, Amounts.plus(previous, amount));
        }
        return opened;
    }

    /** The estimate at the latest event time seen. */
    long estimate() {
        return estimateAt(latestMicros);
    }

    /** The estimate at an instant not before the current bucket, if nothing more is added. */
    long estimateAt(long atMicros) {
        long elapsed = Math.max(0, atMicros - bucketStartMicros);
        if (elapsed < lengthMicros) {
            return Amounts.plus(current, Amounts.scale(previous, lengthMicros - elapsed, lengthMicros));
        }
        long elapsedNext = elapsed - lengthMicros;
        return elapsedNext < lengthMicros ? Amounts.scale(current, lengthMicros - elapsedNext, lengthMicros) : 0;
    }

    /** The first instant from which the estimate is below the limit if nothing more is added; null when never. */
    @Nullable
    Long belowFrom(long limit) {
        if (limit <= 0) {
            return null;
        }
        if (current >= limit) {
            return bucketStartMicros + lengthMicros + Amounts.scale(lengthMicros, current - limit, current) + 1;
        }
        long room = limit - current;
        if (previous < room) {
            return bucketStartMicros;
        }
        return bucketStartMicros + Amounts.scale(lengthMicros, previous - room, previous) + 1;
    }

    public long lengthMicros() {
        return lengthMicros;
    }

    public long bucketStartMicros() {
        return bucketStartMicros;
    }

    public long bucketEndMicros() {
        return bucketStartMicros + lengthMicros;
    }

    public long current() {
        return current;
    }

    public long previous() {
        return previous;
    }

    public long latestMicros() {
        return latestMicros;
    }
}
