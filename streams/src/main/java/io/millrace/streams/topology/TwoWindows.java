package io.millrace.streams.topology;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the newest window of stream time holds, and the one before it. A later window ends those before the previous one.
 * Not thread-safe.
 */
final class TwoWindows<T> {
    private final Supplier<T> empty;
    private int newest = Integer.MIN_VALUE;
    private T current;
    private T previous;

    TwoWindows(Supplier<T> empty) {
        this.empty = empty;
        this.current = empty.get();
        this.previous = empty.get();
    }

    /** Of a window that is kept; null where it is neither. */
    @Nullable
    T at(int window) {
        return switch (ahead(window)) {
            case 0 -> current;
            case -1 -> previous;
            default -> null;
        };
    }

    /** Likewise; a window later than the newest becomes it. */
    @Nullable
    T moveTo(int window) {
        if (window > newest) {
            previous = ahead(window) == 1 ? current : empty.get();
            current = empty.get();
            newest = window;
        }
        return at(window);
    }

    T current() {
        return current;
    }

    T previous() {
        return previous;
    }

    void clear() {
        newest = Integer.MIN_VALUE;
        current = empty.get();
        previous = empty.get();
    }

    /** Windows later than the newest; beyond one to either side, any number of that sign. */
    private int ahead(int window) {
        return Long.signum(window - (long) newest) * (int) Math.min(2, Math.abs(window - (long) newest));
    }
}
