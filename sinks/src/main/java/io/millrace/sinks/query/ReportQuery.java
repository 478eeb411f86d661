package io.millrace.sinks.query;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.RollupLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report is about.
 *
 * @param from the minutes that start at or after it; null for no bound
 * @param to the minutes that start before it; null for no bound
 * @param limit lines, at most
 */
public record ReportQuery(
        Grouping by, @Nullable Instant from, @Nullable Instant to, int limit) {
    public ReportQuery {
        if (limit < 1) {
            throw Expected.illegal("report.limit", limit, ">= 1");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw Expected.illegal("report.to", to, ">= from " + from);
        }
    }

    /** The longest buckets whose borders are the query's: the fewest rows that answer it. */
    RollupLevel level() {
        if (fits(from, RollupLevel.DAY) && fits(to, RollupLevel.DAY)) {
            return RollupLevel.DAY;
        }
        return fits(from, RollupLevel.HOUR) && fits(to, RollupLevel.HOUR) ? RollupLevel.HOUR : RollupLevel.MINUTE;
    }

    private static boolean fits(@Nullable Instant border, RollupLevel level) {
        return border == null || Math.floorMod(Micros.of(border), level.lengthMicros()) == 0;
    }
}
