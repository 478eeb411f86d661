package io.millrace.alerts.delivery;

/**
 * Something that waits for its next try. Immutable.
 *
 * @param <T> what is to be delivered
 * @param attempts tries made so far
 * @param firstTryMillis of the first of them, milliseconds since the epoch
 * @param dueMillis when the next one may be made, milliseconds since the epoch
 */
public record Pending<T>(T item, int attempts, long firstTryMillis, long dueMillis) {
    public static <T> Pending<T> of(T item, long nowMillis) {
        return new Pending<>(item, 0, nowMillis, nowMillis);
    }

    public Pending<T> triedAgainAt(long millis) {
        return new Pending<>(item, attempts + 1, firstTryMillis, millis);
    }

    /** The same try once more: it was no fault of the receiver. */
    public Pending<T> at(long millis) {
        return new Pending<>(item, attempts, firstTryMillis, millis);
    }
}
