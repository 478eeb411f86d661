package io.millrace.schemas.billing;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What was charged to a workspace since its last drawdown.
 *
 * @param drawdownId {@link #idOf} its workspace and sequence, so that the same one is never posted twice
 * @param workspaceId the Kafka key; 1 to 128 characters without bar and slash
 * @param sequence number in its workspace, from 1 without gaps
 * @param charge sum of charges
 * @param cost sum of costs
 * @param recordCount records in it, from 1; records that cost nothing count too
 * @param firstOccurredAtMicros earliest usage in it, microseconds since the epoch
 * @param lastOccurredAtMicros latest usage in it, not before the earliest
 */
public record Drawdown(
        UUID drawdownId,
        String workspaceId,
        long sequence,
        Money charge,
        Money cost,
        long recordCount,
        long firstOccurredAtMicros,
        long lastOccurredAtMicros) {
    public Drawdown {
        Require.workspaceId("drawdown.workspace_id", workspaceId);
        Require.atLeast("drawdown.sequence", sequence, 1);
        Require.atLeast("drawdown.record_count", recordCount, 1);
        Require.instant("drawdown.first_occurred_at_micros", firstOccurredAtMicros);
        Require.instant("drawdown.last_occurred_at_micros", lastOccurredAtMicros);
        if (lastOccurredAtMicros < firstOccurredAtMicros) {
            throw Expected.illegal(
                    "drawdown.last_occurred_at_micros",
                    lastOccurredAtMicros,
                    ">= first_occurred_at_micros " + firstOccurredAtMicros);
        }
        UUID expected = idOf(workspaceId, sequence);
        if (!drawdownId.equals(expected)) {
            String rule = expected + ", that of sequence " + sequence + " of " + workspaceId;
            throw Expected.illegal("drawdown.drawdown_id", drawdownId, rule);
        }
    }

    /** The id of a workspace's n-th drawdown: the same whenever it is made again. */
    public static UUID idOf(String workspaceId, long sequence) {
        String name = "drawdown|" + workspaceId + "|" + sequence;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
