package io.millrace.billing.postgres;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The watermark row of one partition, inside a transaction: whoever holds it is the only one to post the partition. */
final class WatermarkSql {
    private static final String LOCK = """
            SELECT next_off, %s FROM billing.watermark WHERE topic_id = :topic AND part = :part FOR UPDATE
            """.formatted(PostingSql.NEW_ENTRY);

    private final Handle handle;
    private final UUID topicId;
    private final int partition;

    WatermarkSql(Handle handle, UUID topicId, int partition) {
        this.handle = handle;
        this.topicId = topicId;
        this.partition = partition;
    }

    /**
     * The row, locked, and what the transaction may use.
     *
     * @param nextOffset first offset not posted
     * @param entryId of an entry of the journal, used by nobody else
     * @param bookedAtMicros the instant of the entry, by the database's clock
     */
    record Held(long nextOffset, long entryId, long bookedAtMicros) {
        Held at(long micros) {
            return new Held(nextOffset, entryId, micros);
        }
    }

    /** Locks the row, made at 0 where there is none. */
    Held lock() {
        return select().or(() -> {
                    handle.createUpdate(
                                    "INSERT INTO billing.watermark VALUES (:topic, :part, 0) ON CONFLICT DO NOTHING")
                            .bind("topic", topicId)
                            .bind("part", partition)
                            .execute();
                    return select();
                })
                .orElseThrow();
    }

    private Optional<Held> select() {
        return handle.createQuery(LOCK)
                .bind("topic", topicId)
                .bind("part", partition)
                .map((row, context) -> new Held(row.getLong(1), row.getLong(2), row.getLong(3)))
                .findOne();
    }

    void advance(long nextOffset) {
        handle.createUpdate("UPDATE billing.watermark SET next_off = :next WHERE topic_id = :topic AND part = :part")
                .bind("next", nextOffset)
                .bind("topic", topicId)
                .bind("part", partition)
                .execute();
    }
}
