package io.millrace.schemas.budget;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/**
 * A half-open span of time, [start, end), microseconds since the epoch.
 *
 * @param startMicros the first instant in it
 * @param endMicros the first instant after it, later than the start; null never comes
 */
public record Window(long startMicros, @Nullable Long endMicros) {
    public Window {
        if (endMicros != null && endMicros <= startMicros) {
            throw Expected.illegal("window_end_micros", endMicros, "> window_start_micros " + startMicros);
        }
    }

    public boolean endsBy(long micros) {
        return endMicros != null && endMicros <= micros;
    }
}
