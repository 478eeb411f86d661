package io.millrace.standalone.workload;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Micros;

/**
 * What a workload is generated from; the same settings give the same sequence.
 *
 * @param records number of distinct valid calls; repeats and malformed records come on top
 * @param startMicros before the first call, microseconds since the epoch
 * @param spanMicros every call is published in [start, start + span), microseconds
 * @param runId part of every event id, so that two runs never share one
 */
public record WorkloadSettings(long seed, long records, long startMicros, long spanMicros, long runId) {
    private static final long RECORDS_MAX = 1_000_000_000L;

    public WorkloadSettings {
        if (records < 1 || records > RECORDS_MAX) {
            throw MillraceException.user("RECORDS", "records", records, "1 to " + RECORDS_MAX);
        }
        if (spanMicros < Micros.PER_SECOND || spanMicros > 34 * Micros.PER_DAY) {
            throw MillraceException.user("SPAN", "span", spanMicros + " µs", "1 second to 34 days");
        }
    }

    /** The 24 hours that end at the given instant. */
    public static WorkloadSettings dayBefore(long endMicros, long seed, long records, long runId) {
        return before(endMicros, Micros.PER_DAY, seed, records, runId);
    }

    /** A span, in microseconds, that ends at the given instant. */
    public static WorkloadSettings before(long endMicros, long spanMicros, long seed, long records, long runId) {
        return new WorkloadSettings(seed, records, endMicros - spanMicros, spanMicros, runId);
    }
}
