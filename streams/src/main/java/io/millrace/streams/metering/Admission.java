package io.millrace.streams.metering;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import org.jspecify.annotations.Nullable;

/** Which valid records may be metered. Stateless, thread-safe. */
public final class Admission {
    /** How long after it ended a call may still be reported. */
    public static final long LATE_MICROS_MAX = 35 * Micros.PER_DAY;
    /** How far a gateway's clock may be ahead. */
    public static final long EARLY_MICROS_MAX = 5 * Micros.PER_MINUTE;

    private Admission() {}

    /**
     * Null when the record may be metered.
     *
     * @param key the Kafka key as text; it decides who owns the workspace's counters
     * @param ingestedAtMicros the Kafka timestamp of the record
     */
    public static @Nullable Rejection check(Usage usage, @Nullable String key, long ingestedAtMicros) {
        if (!usage.workspaceId().equals(key)) {
            String detail = Expected.message("usage key", key, "the workspace id " + usage.workspaceId());
            return new Rejection(RejectReason.INVALID, detail);
        }
        long occurredAt = usage.occurredAtMicros();
        if (occurredAt < ingestedAtMicros - LATE_MICROS_MAX) {
            return outOfTime(RejectReason.TOO_LATE, occurredAt, "at most 35 days before " + ingestedAtMicros);
        }
        if (occurredAt > ingestedAtMicros + EARLY_MICROS_MAX) {
            return outOfTime(
                    RejectReason.TIMESTAMP_OUT_OF_RANGE, occurredAt, "at most 5 minutes after " + ingestedAtMicros);
        }
        return null;
    }

    private static Rejection outOfTime(RejectReason reason, long occurredAt, String rule) {
        String detail =
                Expected.message("usage.timing.occurred_at_micros", occurredAt, rule + ", when it reached Kafka");
        return new Rejection(reason, detail);
    }
}
