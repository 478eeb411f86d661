package io.millrace.alerts.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What waits to be delivered to one destination: what is new in its order, and what is tried again by when it is due. Neither keeps the
 * other waiting. Not thread-safe.
 */
public final class Backlog<T> {
    private final Queue<Pending<T>> fresh = new ArrayDeque<>();
    private final Queue<Pending<T>> again = new PriorityQueue<>(Comparator.comparingLong(Pending::dueMillis));
    private final int capacity;

    /** @param capacity from which on it is full; more is still taken */
    public Backlog(int capacity) {
        this.capacity = capacity;
    }

    public void put(Pending<T> pending) {
        boolean tried = pending.attempts() > 0 || pending.dueMillis() > pending.firstMillis();
        (tried ? again : fresh).add(pending);
    }

    /** Takes out what is due, at most so many: of what is tried again half of it where something new waits. */
    public List<Pending<T>> take(long nowMillis, int most) {
        List<Pending<T>> due = new ArrayList<>();
        moveDue(due, nowMillis, Math.max(1, most / 2));
        while (due.size() < most && !fresh.isEmpty()) {
            due.add(fresh.remove());
        }
        moveDue(due, nowMillis, most);
        return due;
    }

    private void moveDue(List<Pending<T>> due, long nowMillis, int most) {
        while (due.size() < most && !again.isEmpty() && again.peek().dueMillis() <= nowMillis) {
            due.add(again.remove());
        }
    }

    /** Forgets what somebody else will deliver. */
    public void forget(Predicate<T> others) {
        fresh.removeIf(pending -> others.test(pending.item()));
        again.removeIf(pending -> others.test(pending.item()));
    }

    /** Milliseconds until something is due; {@code most} where that is later, or never. */
    public long untilDue(long nowMillis, long most) {
        if (!fresh.isEmpty()) {
            return 0;
        }
        return again.isEmpty() ? most : Math.max(0, Math.min(most, again.peek().dueMillis() - nowMillis));
    }

    public boolean isFull() {
        return size() >= capacity;
    }

    public int size() {
        return fresh.size() + again.size();
    }

    /** How long the oldest waits, milliseconds; 0 where nothing waits. */
    public long oldestAge(long nowMillis) {
        return Stream.concat(fresh.stream(), again.stream())
                .mapToLong(pending -> nowMillis - pending.firstMillis())
                .max()
                .orElse(0);
    }
}
