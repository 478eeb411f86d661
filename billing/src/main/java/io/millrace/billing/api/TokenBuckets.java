package io.millrace.billing.api;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each name, the last used 10,000 of them; a bucket that is forgotten is full again. Thread-safe.
 * Kept as the instant at which the bucket will be full (the generic cell rate algorithm), so that nothing has to refill it.
 */
final class TokenBuckets {
    private static final int NAMES_MAX = 10_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Clock clock;
    private final long nanosPerToken;
    private final long fullNanos;
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param perSecond tokens that come in a second, at least 1
     * @param size tokens of a full bucket, at least 1
     */
    TokenBuckets(Clock clock, int perSecond, int size) {
        if (perSecond < 1 || size < 1) {
            throw Expected.illegal("token bucket", perSecond + "/s up to " + size, "1 or more of each");
        }
        this.clock = clock;
        nanosPerToken = NANOS_PER_SECOND / perSecond;
        fullNanos = nanosPerToken * size;
    }

    /** Takes a token where there is one. Returns the nanoseconds until there is one, 0 where it was taken. */
    synchronized long take(String name) {
        long now = clock.tickNanos();
        long wait = waitNanos(name, now);
        if (wait == 0) {
            long full = missing(name, now) + nanosPerToken;
            fullAt.put(name, now + full);
            forgetOldest();
        }
        return wait;
    }

    private long waitNanos(String name, long now) {
        return Math.max(0, missing(name, now) + nanosPerToken - fullNanos);
    }

    /** Until the bucket is full, by the counter's difference, since it may overflow. */
    private long missing(String name, long now) {
        Long at = fullAt.get(name);
        return at == null ? 0 : Math.max(0, at - now);
    }

    private void forgetOldest() {
        if (fullAt.size() > NAMES_MAX) {
            Iterator<String> oldest = fullAt.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
