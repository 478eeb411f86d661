package io.millrace.sinks.query;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole hours, from the start of the first to the end of the last. */
record HourSpan(Instant from, Instant to) {
    private static final int HOURS = 24;
    /** 90 days. */
    private static final int HOURS_MAX = 2_160;

    /**
     * The hours that hold the bounds, at most the last {@value #HOURS_MAX} of them.
     *
     * @param from null for a day before the end
     * @param to null for the newest hour with a call
     * @param newest start of that hour
     */
    static HourSpan of(@Nullable Instant from, @Nullable Instant to, Instant newest) {
        Instant end = to == null
                ? newest.plus(1, ChronoUnit.HOURS)
                : to.minusNanos(1).truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Instant start = from == null ? end.minus(HOURS, ChronoUnit.HOURS) : from.truncatedTo(ChronoUnit.HOURS);
        Instant earliest = end.minus(HOURS_MAX, ChronoUnit.HOURS);
        return new HourSpan(start.isBefore(earliest) ? earliest : start, end);
    }

    int count() {
        return Math.max(0, (int) Duration.between(from, to).toHours());
    }

    int index(Instant hour) {
        return (int) Duration.between(from, hour).toHours();
    }

    /** Nothing yet for each hour. */
    List<@Nullable Long> blanks() {
        List<@Nullable Long> blanks = new ArrayList<>(count());
        for (int i = 0; i < count(); i++) {
            blanks.add(null);
        }
        return blanks;
    }
}
