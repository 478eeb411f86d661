package io.millrace.alerts.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * What waits to be delivered to one destination, the next that is due first; of those due at once, the one that came first.
 * Not thread-safe.
 */
public final class Backlog<T> {
    private record Entry<T>(Pending<T> pending, long number) {}

    private final PriorityQueue<Entry<T>> entries = new PriorityQueue<>(
            Comparator.comparingLong((Entry<T> entry) -> entry.pending().dueMillis())
                    .thenComparingLong(Entry::number));
    private final int capacity;
    private long number;

    /** @param capacity from which on it is full; more is still taken */
    public Backlog(int capacity) {
        this.capacity = capacity;
    }

    public void put(Pending<T> pending) {
        entries.add(new Entry<>(pending, number));
        number++;
    }

    /** Takes out what is due, at most so many. */
    public List<Pending<T>> take(long nowMillis, int most) {
        List<Pending<T>> due = new ArrayList<>();
        while (due.size() < most && isDue(nowMillis)) {
            due.add(entries.remove().pending());
        }
        return due;
    }

    /** Forgets what somebody else will deliver. */
    public void forget(Predicate<T> others) {
        entries.removeIf(entry -> others.test(entry.pending().item()));
    }

    /** Milliseconds until something is due; {@code most} where that is later, or never. */
    public long untilDue(long nowMillis, long most) {
        return entries.isEmpty()
                ? most
                : Math.max(0, Math.min(most, entries.peek().pending().dueMillis() - nowMillis));
    }

    public boolean isFull() {
        return entries.size() >= capacity;
    }

    public int size() {
        return entries.size();
    }

    /** Since when the oldest waits, milliseconds since the epoch; 0 where nothing waits. */
    public long oldestMillis() {
        return entries.stream()
                .mapToLong(entry -> entry.pending().firstTryMillis())
                .min()
                .orElse(0);
    }

    private boolean isDue(long nowMillis) {
        return !entries.isEmpty() && entries.peek().pending().dueMillis() <= nowMillis;
    }
}
