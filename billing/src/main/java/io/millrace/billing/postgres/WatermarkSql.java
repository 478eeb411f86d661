package io.millrace.billing.postgres;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The watermark row of one partition, inside a transaction: whoever holds it is the only one to post the partition. */
final class WatermarkSql {
    private final Handle handle;
    private final UUID topicId;
    private final int partition;

    WatermarkSql(Handle handle, UUID topicId, int partition) {
        this.handle = handle;
        this.topicId = topicId;
        this.partition = partition;
    }

    /** Locks the row, made at 0 where there is none, and returns its offset. */
    long lock() {
        handle.createUpdate("INSERT INTO billing.watermark VALUES (:topic, :part, 0) ON CONFLICT DO NOTHING")
                .bind("topic", topicId)
                .bind("part", partition)
                .execute();
        return handle.createQuery(
                        "SELECT next_off FROM billing.watermark WHERE topic_id = :topic AND part = :part FOR UPDATE")
                .bind("topic", topicId)
                .bind("part", partition)
                .mapTo(Long.class)
                .one();
    }

    void advance(long nextOffset) {
        handle.createUpdate("UPDATE billing.watermark SET next_off = :next WHERE topic_id = :topic AND part = :part")
                .bind("next", nextOffset)
                .bind("topic", topicId)
                .bind("part", partition)
                .execute();
    }
}
