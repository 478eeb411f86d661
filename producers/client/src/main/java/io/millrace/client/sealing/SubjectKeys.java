package io.millrace.client.sealing;

import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys in memory, each for a bounded while; asks for those that are not there, and in its second half for one that is.
 * Thread-safe; {@link #get} waits for nothing.
 */
final class SubjectKeys {
    private record Entry(SubjectKey key, long sinceNanos) {}

    private final Map<Subject, Entry> entries = new ConcurrentHashMap<>();
    private final Consumer<Subject> wanted;
    private final Clock clock;
    private final int subjectsMax;
    private final long ttlNanos;

    /** @param wanted is told of every subject whose key is to be fetched, on the caller's thread */
    SubjectKeys(int subjectsMax, Duration ttl, Consumer<Subject> wanted, Clock clock) {
        this.subjectsMax = subjectsMax;
        this.ttlNanos = ttl.toNanos();
        this.wanted = wanted;
        this.clock = clock;
    }

    /** The key; null where it is not here, or has been for too long. */
    @Nullable
    SubjectKey get(Subject subject) {
        Entry entry = entries.get(subject);
        long age = entry == null ? Long.MAX_VALUE : clock.tickNanos() - entry.sinceNanos;
        if (age > ttlNanos / 2) {
            wanted.accept(subject);
        }
        return entry == null || age > ttlNanos ? null : entry.key;
    }

    /** @param sinceNanos tick of the clock before the key was asked for */
    void put(Subject subject, SubjectKey key, long sinceNanos) {
        if (entries.size() >= subjectsMax && !entries.containsKey(subject)) {
            makeRoom();
        }
        entries.put(subject, new Entry(key, sinceNanos));
    }

    int size() {
        return entries.size();
    }

    /** What is too old goes, and of the others whichever come first until a tenth is free: a hash order is as good as chance. */
    private void makeRoom() {
        long now = clock.tickNanos();
        entries.values().removeIf(entry -> now - entry.sinceNanos > ttlNanos);
        Iterator<Subject> any = entries.keySet().iterator();
        int kept = subjectsMax - Math.max(1, subjectsMax / 10);
        while (entries.size() > kept && any.hasNext()) {
            any.next();
            any.remove();
        }
    }
}
