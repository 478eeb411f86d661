package io.millrace.sinks.rollup;

import io.millrace.schemas.time.Micros;
import java.util.Comparator;

/**
 * What the cap on values counts in. The order is total, and the same in every writer: hours locked in this order cannot
 * deadlock.
 *
 * @param hourMicros start of the hour, in microseconds since the epoch
 */
public record WorkspaceHour(long hourMicros, String workspaceId) implements Comparable<WorkspaceHour> {
    private static final Comparator<WorkspaceHour> ORDER =
            Comparator.comparingLong(WorkspaceHour::hourMicros).thenComparing(WorkspaceHour::workspaceId);

    public static WorkspaceHour of(UsageRow row) {
        long hour = Micros.floor(row.usage().occurredAtMicros(), RollupLevel.HOUR.lengthMicros());
        return new WorkspaceHour(hour, row.usage().workspaceId());
    }

    @Override
    public int compareTo(WorkspaceHour other) {
        return ORDER.compare(this, other);
    }
}
