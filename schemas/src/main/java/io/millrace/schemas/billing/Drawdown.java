package io.millrace.schemas.billing;

import io.millrace.schemas.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What was charged to a workspace since its last drawdown. Sequences start at 1 and have no gaps; times in microseconds. */
public record Drawdown(
        UUID drawdownId,
        String workspaceId,
        long sequence,
        Money charge,
        Money cost,
        long recordCount,
        long firstOccurredAtMicros,
        long lastOccurredAtMicros) {

    /** The id of a workspace's n-th drawdown: the same whenever it is made again. */
    public static UUID idOf(String workspaceId, long sequence) {
        String name = "drawdown|" + workspaceId + "|" + sequence;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
