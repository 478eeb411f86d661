package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a recurring grant opens: at the same wall-clock time of a zone every day, week or month. The n-th opening is
 * counted from the first, so that a month too short for the day (the 31st) does not move those after it. A time that a
 * change of the clocks skips is the first moment after it; one that it repeats, the first of the two. Immutable.
 *
 * @param firstMicros of the first opening, microseconds since the epoch
 * @param count how many openings, 1 or more; null without bound
 * @param untilMicros none opens at or after it; null without bound
 */
public record Recurrence(
        Every every,
        ZoneId zone,
        long firstMicros,
        @Nullable Integer count,
        @Nullable Long untilMicros) {
    /** The step from one opening to the next. */
    public enum Every {
        DAY,
        WEEK,
        MONTH
    }

    private static final int INDEX_MAX = 100_000;

    public Recurrence {
        if (firstMicros < 0 || firstMicros > Micros.MAX) {
            throw Expected.illegal("recurrence first", firstMicros, "0 to " + Micros.MAX);
        }
        if (count != null && (count < 1 || count > INDEX_MAX)) {
            throw Expected.illegal("recurrence count", count, "1 to " + INDEX_MAX);
        }
        if (untilMicros != null && untilMicros <= firstMicros) {
            throw Expected.illegal("recurrence until", untilMicros, "> first " + firstMicros);
        }
    }

    /** Start of the n-th opening, from 0, whether or not there is one. */
    public long startMicros(int index) {
        if (index < 0 || index > INDEX_MAX) {
            throw Expected.illegal("recurrence index", index, "0 to " + INDEX_MAX);
        }
        Instant first = Micros.toInstant(firstMicros);
        LocalDateTime local = LocalDateTime.ofInstant(first, zone);
        LocalDateTime start = switch (every) {
            case DAY -> local.plusDays(index);
            case WEEK -> local.plusWeeks(index);
            case MONTH -> local.plusMonths(index);
        };
        // The first is exactly what it was given as, also in the second of two equal hours.
        return index == 0 ? firstMicros : Micros.of(start.atZone(zone).toInstant());
    }

    /** Whether there is an n-th opening, from 0. */
    public boolean opens(int index) {
        return index <= INDEX_MAX
                && (count == null || index < count)
                && (untilMicros == null || startMicros(index) < untilMicros);
    }
}
