package io.millrace.billing.postgres;

import io.millrace.billing.ledger.Poison;
import io.millrace.billing.ledger.Transfer;
import io.millrace.schemas.billing.Drawdown;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a posting writes besides customers: batch, transfers, ids seen, dead letters. Inside a transaction. */
final class PostingSql {
    private static final String INSERT_SEEN = """
            INSERT INTO billing.drawdown_seen (drawdown_id, batch_id, charge_nano)
            SELECT id, :batch, greatest(charge, 0) FROM unnest(:ids, :charges) AS u (id, charge) ORDER BY id
            ON CONFLICT DO NOTHING RETURNING drawdown_id
            """;
    private static final String INSERT_BATCH = """
            INSERT INTO billing.batch (id, topic_id, part, from_off, to_off, drawdowns, total_nano)
            SELECT :id, :topic, :part, :from, :to, :drawdowns, coalesce(sum(charge), 0) FROM unnest(:charges) AS charge
            """;
    private static final String INSERT_TRANSFERS = """
            INSERT INTO billing.transfer (batch_id, cause, kind, debit_account, credit_account, amount_nano, booked_at)
            SELECT :batch, u.*, now.at FROM unnest(:causes, :kinds, :debits, :credits, :amounts) AS u
            CROSS JOIN (SELECT clock_timestamp() AS at) AS now
            """;
    private static final String DEAD_LETTER = """
            INSERT INTO billing.dead_letter (topic_id, part, off, reason, detail, raw)
            VALUES (:topic, :part, :off, :reason, :detail, :raw)
            """;

    private final Handle handle;

    PostingSql(Handle handle) {
        this.handle = handle;
    }

    long nextBatchId() {
        return handle.createQuery("SELECT nextval('billing.batch_id')")
                .mapTo(Long.class)
                .one();
    }

    /** Remembers the ids; returns those that were not known before. */
    Set<UUID> insertSeen(long batchId, Collection<Drawdown> drawdowns) {
        return new HashSet<>(handle.createQuery(INSERT_SEEN)
                .bind("batch", batchId)
                .bindArray(
                        "ids",
                        UUID.class,
                        drawdowns.stream().map(Drawdown::drawdownId).toList())
                .bindArray("charges", Long.class, charges(drawdowns))
                .map((row, context) -> row.getObject(1, UUID.class))
                .list());
    }

    void forget(UUID drawdownId) {
        handle.createUpdate("DELETE FROM billing.drawdown_seen WHERE drawdown_id = :id")
                .bind("id", drawdownId)
                .execute();
    }

    void insertBatch(long batchId, DrawdownBatch batch, long from, List<Drawdown> booked) {
        handle.createUpdate(INSERT_BATCH)
                .bind("id", batchId)
                .bind("topic", batch.topicId())
                .bind("part", batch.partition())
                .bind("from", from)
                .bind("to", batch.nextOffset())
                .bind("drawdowns", booked.size())
                .bindArray("charges", Long.class, charges(booked))
                .execute();
    }

    /**
     * All at one instant, read now: the customers are locked already, so that the instants of a customer's transfers are in
     * the order of what happened, which the start of the transaction is not.
     *
     * @param batchId null for what is booked outside a batch
     */
    void insertTransfers(@Nullable Long batchId, List<Transfer> transfers) {
        handle.createUpdate(INSERT_TRANSFERS)
                .bind("batch", batchId)
                .bindArray(
                        "causes",
                        UUID.class,
                        transfers.stream().map(Transfer::cause).toList())
                .bindArray(
                        "kinds",
                        String.class,
                        transfers.stream().map(t -> t.kind().name()).toList())
                .bindArray(
                        "debits",
                        Long.class,
                        transfers.stream().map(t -> t.debit().value()).toList())
                .bindArray(
                        "credits",
                        Long.class,
                        transfers.stream().map(t -> t.credit().value()).toList())
                .bindArray(
                        "amounts",
                        Long.class,
                        transfers.stream().map(t -> t.amount().nanoUsd()).toList())
                .execute();
    }

    void deadLetter(DrawdownBatch batch, long offset, Poison reason, String detail, byte @Nullable [] raw) {
        handle.createUpdate(DEAD_LETTER)
                .bind("topic", batch.topicId())
                .bind("part", batch.partition())
                .bind("off", offset)
                .bind("reason", reason.name())
                .bind("detail", detail)
                .bind("raw", raw)
                .execute();
    }

    private static List<Long> charges(Collection<Drawdown> drawdowns) {
        return drawdowns.stream().map(drawdown -> drawdown.charge().nanoUsd()).toList();
    }
}
