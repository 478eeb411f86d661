package io.millrace.client.publish;

import io.millrace.schemas.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Lets a kind of trouble be logged once a minute. Thread-safe. */
final class LogLimit {
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Clock clock;
    private final Map<Class<?>, Long> lastNanos = new ConcurrentHashMap<>();

    LogLimit(Clock clock) {
        this.clock = clock;
    }

    /** True when this kind has not been logged within the last minute; the caller logs it now. */
    boolean allows(Class<?> kind) {
        long now = clock.tickNanos();
        Long last = lastNanos.get(kind);
        if (last != null && now - last < PERIOD_NANOS) {
            return false;
        }
        return last == null ? lastNanos.putIfAbsent(kind, now) == null : lastNanos.replace(kind, last, now);
    }
}
