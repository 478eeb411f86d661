package io.millrace.client.verdict;

import io.millrace.client.verdict.Staleness.Cause;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How old the view is: the time since the latest instant of which it is known to hold everything that was in Kafka then.
 * Such an instant is when Kafka was asked for the ends of its topics, once it has answered and all of that is in the
 * view. So one figure covers a silent broker (no answers), a lagging view (answers, but not reached) and the first load.
 * Ticks are nanoseconds of {@link io.millrace.schemas.time.Clock#tickNanos()}. Thread-safe.
 */
final class ViewAge {
    private final long staleAfterNanos;
    private final AtomicLong completeAsOf;
    private final AtomicLong heardAt;
    private volatile boolean loaded;

    ViewAge(long staleAfterNanos, long startTick) {
        this.staleAfterNanos = staleAfterNanos;
        this.completeAsOf = new AtomicLong(startTick);
        this.heardAt = new AtomicLong(startTick);
    }

    /** Kafka answered at this tick. */
    void heard(long tick) {
        later(heardAt, tick);
    }

    /** The view holds everything that was in Kafka at this tick. */
    void completeAsOf(long tick) {
        later(completeAsOf, tick);
        loaded = true;
    }

    /** The view is being built anew. */
    void unload() {
        loaded = false;
    }

    boolean isLoaded() {
        return loaded;
    }

    long ageNanos(long nowTick) {
        return nowTick - completeAsOf.get();
    }

    long silentNanos(long nowTick) {
        return nowTick - heardAt.get();
    }

    /** What is wrong with the view now; null where nothing is. */
    @Nullable
    Cause staleness(long nowTick) {
        if (!loaded) {
            return Cause.NOT_READY;
        }
        if (ageNanos(nowTick) <= staleAfterNanos) {
            return null;
        }
        return silentNanos(nowTick) > staleAfterNanos ? Cause.SILENT : Cause.BEHIND;
    }

    private static void later(AtomicLong held, long tick) {
        held.accumulateAndGet(tick, (known, next) -> next - known > 0 ? next : known);
    }
}
