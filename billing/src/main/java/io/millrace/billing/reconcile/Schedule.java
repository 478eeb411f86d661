package io.millrace.billing.reconcile;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Which span is to be compared next: spans tile the time since the first, whatever was compared by hand. Pure. */
public final class Schedule {
    /** How far back the first span reaches. */
    static final Duration FIRST = Duration.ofDays(30);

    private Schedule() {}

    /**
     * The span that is due; several missed ones are one. Empty where none is.
     *
     * @param until the end of the last one, seconds since the epoch; empty before the first
     * @param nowSeconds since the epoch
     */
    public static Optional<Span> due(ReconcileSettings settings, OptionalLong until, long nowSeconds) {
        long every = settings.every().toSeconds();
        if (every == 0) {
            return Optional.empty();
        }
        long reached = nowSeconds - settings.lag().toSeconds();
        long end = reached - Math.floorMod(reached, every);
        long start = Math.max(0, until.orElse(end - FIRST.toSeconds()));
        return start < end ? Optional.of(new Span(start, end)) : Optional.empty();
    }
}
