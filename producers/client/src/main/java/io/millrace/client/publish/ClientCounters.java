package io.millrace.client.publish;

import io.millrace.client.spool.SpoolState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the records so far: a snapshot, taken while other threads go on. At every instant
 * {@code accepted + replayed = acknowledged + refused + dropped as OLDEST + pending}, with pending at least 0.
 *
 * @param accepted taken by publish
 * @param replayed found in the spool at the start
 * @param acknowledged stored by the broker
 * @param refused taken, but refused by Kafka for good, such as too large
 * @param dropped lost on this side of Kafka, by cause; only OLDEST ones had been accepted
 * @param pendingBytes bytes of the records under way, as the buffer or the spool counts them
 * @param oldestPendingMicros age of the oldest record under way, in microseconds; 0 when there is none
 * @param producerRestarts Kafka producers replaced after a fatal error
 * @param registryRetries requests to the schema registry that failed and were made again
 * @param blockedWaits calls of publish that waited for room, under BLOCK
 * @param blockedNanos time those calls waited, in nanoseconds
 * @param spool state of the disk spool; null without one
 */
public record ClientCounters(
        long accepted,
        long replayed,
        long acknowledged,
        long refused,
        Map<DropCause, Long> dropped,
        long pendingBytes,
        long oldestPendingMicros,
        long producerRestarts,
        long registryRetries,
        long blockedWaits,
        long blockedNanos,
        @Nullable SpoolState spool) {

    public ClientCounters {
        dropped = Map.copyOf(dropped);
    }

    /** Records taken and still under way. */
    public long pending() {
        return accepted + replayed - acknowledged - refused - dropped(DropCause.OLDEST);
    }

    /** Records lost for this reason. */
    public long dropped(DropCause cause) {
        return dropped.getOrDefault(cause, 0L);
    }

    /** Records lost on this side of Kafka, for whatever reason. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
