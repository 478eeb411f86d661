package io.millrace.standalone.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.millrace.schemas.error.MillraceException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run replays; the same settings on the same start give the same records.
 *
 * @param records calls of the built-in workload; of a trace, the most that are taken, 0 for all
 * @param trace the trace's file; null for the built-in workload
 * @param format the trace's format; null with it
 */
public record RunSettings(
        long records,
        long seed,
        @Nullable String trace,
        @Nullable String format) {
    private static final long RECORDS_MAX = 1_000_000_000L;

    public RunSettings {
        if (records < 0 || records > RECORDS_MAX || (records == 0 && trace == null)) {
            throw MillraceException.user("RECORDS", "--records", records, "1 to " + RECORDS_MAX);
        }
        if ((trace == null) != (format == null)) {
            throw MillraceException.user("TRACE", "--trace and --format", trace + " and " + format, "both, or neither");
        }
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
