package io.millrace.billing.postgres;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.error.Expected;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A span [fromOffset, nextOffset) of one partition. Offsets without an entry are legal: transaction markers take some.
 *
 * @param topicId Kafka's id of the topic
 * @param entries in the order of their offsets
 */
public record DrawdownBatch(UUID topicId, int partition, long fromOffset, long nextOffset, List<Entry> entries) {
    public DrawdownBatch {
        entries = List.copyOf(entries);
        if (fromOffset < 0 || nextOffset < fromOffset) {
            throw Expected.illegal("batch next_offset", nextOffset, ">= from_offset " + fromOffset + " >= 0");
        }
        for (Entry entry : entries) {
            if (entry.offset() < fromOffset || entry.offset() >= nextOffset) {
                throw Expected.illegal("batch offset", entry.offset(), fromOffset + " to " + (nextOffset - 1));
            }
        }
    }

    /** What one offset holds. */
    public sealed interface Entry {
        long offset();
    }

    public record Received(long offset, Drawdown drawdown) implements Entry {}

    /** Bytes that are no drawdown, and why. */
    @SuppressWarnings("ArrayRecordComponent") // carried from Kafka to a bytea, never compared
    public record Unreadable(long offset, byte @Nullable [] raw, String why) implements Entry {}
}
