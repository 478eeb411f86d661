package io.millrace.schemas.rating;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Micros;

/**
 * A span of every day, UTC. It wraps midnight where it ends before it starts, and is all day where both are equal.
 *
 * @param startMinute its first minute of the day, 0 to 1439
 * @param endMinute the first minute after it, 0 to 1439
 */
public record DailyWindow(int startMinute, int endMinute) {
    private static final int MINUTE_MAX = 24 * 60 - 1;

    public DailyWindow {
        Require.between("price.off_peak_windows.start_minute", startMinute, 0, MINUTE_MAX);
        Require.between("price.off_peak_windows.end_minute", endMinute, 0, MINUTE_MAX);
    }

    /** @param micros microseconds since the epoch */
    public boolean holds(long micros) {
        long minute = Math.floorMod(micros, Micros.PER_DAY) / Micros.PER_MINUTE;
        if (startMinute < endMinute) {
            return minute >= startMinute && minute < endMinute;
        }
        return minute >= startMinute || minute < endMinute;
    }
}
