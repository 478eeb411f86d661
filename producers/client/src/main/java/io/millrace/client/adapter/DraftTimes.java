package io.millrace.client.adapter;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Timing;
import org.jspecify.annotations.Nullable;

/** When a recorded call happened; durations that cannot be are reported and left null. */
final class DraftTimes {
    /** No call lasts longer. */
    private static final long DURATION_MICROS_MAX = 31 * Micros.PER_DAY;

    private DraftTimes() {}

    /** @param receivedAtMicros stands in where neither end nor start is stated, microseconds since the epoch */
    static Timing of(RawUsage raw, long receivedAtMicros) {
        Long ended = raw.number(Slot.ENDED_MICROS);
        Long started = raw.number(Slot.STARTED_MICROS);
        if (ended == null) {
            raw.findings().add(Finding.Kind.MISSING, "end time", null, "a time; that of start or receipt stands in");
        }
        Long latency = between(raw, Slot.STARTED_MICROS, Slot.ENDED_MICROS);
        Long overhead = raw.number(Slot.OVERHEAD_MICROS);
        long occurredAt = ended != null ? ended : started != null ? started : Math.max(0, receivedAtMicros);
        return new Timing(occurredAt, 0, latency, firstToken(raw, latency), overhead, null);
    }

    /** Only a streamed answer has a first token; of others some recorders state the end again. */
    private static @Nullable Long firstToken(RawUsage raw, @Nullable Long latency) {
        Long stated = raw.number(Slot.FIRST_TOKEN_MICROS);
        if (stated == null && raw.flag(Slot.STREAMED)) {
            stated = between(raw, Slot.STARTED_MICROS, Slot.FIRST_TOKEN_AT_MICROS);
        }
        if (stated == null || latency == null || stated <= latency) {
            return stated;
        }
        raw.findings().contradiction("first token", stated + " us", "<= latency " + latency + " us");
        return null;
    }

    private static @Nullable Long between(RawUsage raw, Slot from, Slot to) {
        Long start = raw.number(from);
        Long end = raw.number(to);
        if (start == null || end == null) {
            return null;
        }
        if (end < start) {
            raw.findings().contradiction(raw.name(to), end, ">= " + raw.shortName(from) + ' ' + start);
            return null;
        }
        if (end - start > DURATION_MICROS_MAX) {
            raw.findings().badValue(raw.name(to), end, "<= 31 days after " + raw.shortName(from) + ' ' + start);
            return null;
        }
        return end - start;
    }
}
