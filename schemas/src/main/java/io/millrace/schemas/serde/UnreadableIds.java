package io.millrace.schemas.serde;

import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ids whose records cannot be read, remembered for a short while, so that a run of poison records does not become a run
 * of requests. Bounded: when it is full, everything is forgotten. Thread-safe.
 */
final class UnreadableIds {
    static final int IDS_MAX = 10_000;

    private record Entry(UnreadableRecordException why, long sinceNanos) {}

    private final Clock clock;
    private final long memoryNanos;
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();

    UnreadableIds(Clock clock, Duration memory) {
        this.clock = clock;
        this.memoryNanos = memory.toNanos();
    }

    /** A fresh exception of the same fault; null when the registry is to be asked. */
    @Nullable
    UnreadableRecordException get(int id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return null;
        }
        if (clock.tickNanos() - entry.sinceNanos() >= memoryNanos) {
            entries.remove(id, entry);
            return null;
        }
        return new UnreadableRecordException(
                entry.why().fault(), String.valueOf(entry.why().getMessage()), entry.why());
    }

    void add(int id, UnreadableRecordException why) {
        if (memoryNanos == 0) {
            return;
        }
        if (entries.size() >= IDS_MAX) {
            entries.clear();
        }
        entries.put(id, new Entry(why, clock.tickNanos()));
    }
}
