package io.millrace.standalone.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Micros;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run replays; the same settings on the same start give the same records.
 *
 * @param records calls of the built-in workload; of a trace, the most that are taken, 0 for all
 * @param trace the trace's file; null for the built-in workload
 * @param format the trace's format; null with it
 * @param spanSeconds the calls of the built-in workload are spread over so long, 1 s to 34 days; null for a day
 */
public record RunSettings(
        long records,
        long seed,
        @Nullable String trace,
        @Nullable String format,
        @Nullable Long spanSeconds) {
    private static final long RECORDS_MAX = 1_000_000_000L;
    private static final long SPAN_SECONDS_MAX = 34 * Micros.PER_DAY / Micros.PER_SECOND;

    public RunSettings {
        if (records < 0 || records > RECORDS_MAX || (records == 0 && trace == null)) {
            throw MillraceException.user("RECORDS", "--records", records, "1 to " + RECORDS_MAX);
        }
        if ((trace == null) != (format == null)) {
            throw MillraceException.user("TRACE", "--trace and --format", trace + " and " + format, "both, or neither");
        }
        if (spanSeconds != null && (trace != null || spanSeconds < 1 || spanSeconds > SPAN_SECONDS_MAX)) {
            throw MillraceException.user("SPAN", "--span", spanSeconds + " s", "PT1S to P34D, and no --trace");
        }
    }

    /** Of the built-in workload over a day. */
    public static RunSettings ofDay(long records, long seed) {
        return new RunSettings(records, seed, null, null, null);
    }

    @JsonIgnore
    long spanMicros() {
        return spanSeconds == null ? Micros.PER_DAY : spanSeconds * Micros.PER_SECOND;
    }

    @JsonIgnore
    public boolean isTrace() {
        return trace != null;
    }

    @Nullable
    Path tracePath() {
        return trace == null ? null : Path.of(trace);
    }
}
