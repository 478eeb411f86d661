package io.millrace.alerts.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Something that waits for its next try. Immutable.
 *
 * @param <T> what is to be delivered
 * @param attempts tries made so far
 * @param firstMillis when it came, by a clock that only grows
 * @param dueMillis when the next try may be made, by the same clock
 * @param givenUp why it is not tried any more, and has yet to be kept; null while it is tried
 */
public record Pending<T>(
        T item,
        int attempts,
        long firstMillis,
        long dueMillis,
        @Nullable String givenUp) {
    public static <T> Pending<T> of(T item, long nowMillis) {
        return new Pending<>(item, 0, nowMillis, nowMillis, null);
    }

    public Pending<T> triedAgainAt(long millis) {
        return new Pending<>(item, attempts + 1, firstMillis, millis, givenUp);
    }

    /** The same try once more: it was no fault of the receiver. */
    public Pending<T> at(long millis) {
        return new Pending<>(item, attempts, firstMillis, millis, givenUp);
    }

    public Pending<T> givenUp(String why) {
        return new Pending<>(item, attempts, firstMillis, dueMillis, why);
    }
}
