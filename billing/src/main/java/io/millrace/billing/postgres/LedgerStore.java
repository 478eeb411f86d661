package io.millrace.billing.postgres;

import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The ledger in PostgreSQL, as the drawdown consumer sees it. Thread-safe; several processes may post at once. */
public final class LedgerStore {
    private final Jdbi jdbi;
    private final PendingGrants pending;
    private final LedgerDays days = new LedgerDays();
    private final KnownWatermarks known = new KnownWatermarks();

    public LedgerStore(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
        pending = new PendingGrants(jdbi);
    }

    /**
     * Posts a batch in one transaction, with the watermark of its partition locked and advanced in it; so a batch that
     * comes again, in part or as a whole, posts nothing again. Customers nobody opened an account for are opened as
     * postpaid. Where a usage reaches the time of a grant that waits, the batch is cut before it and the grant funded: so
     * what comes out does not depend on how the log is cut.
     *
     * @throws io.millrace.schemas.error.MillraceException code OFFSET_GAP, when the batch starts above the watermark;
     *     WATERMARK_REGRESSED, when that is below what this store saw before, and at every later call
     */
    public PostResult post(DrawdownBatch batch) {
        return pending.post(batch, this::postWhole);
    }

    private PostResult postWhole(DrawdownBatch batch) {
        days.make(jdbi, batch);
        BatchTransaction.Done done = jdbi.inTransaction(handle -> new BatchTransaction(handle, batch, known).post());
        known.saw(batch.topicId(), batch.partition(), done.result().nextOffset());
        days.booking(jdbi, done.bookedAtMicros());
        return done.result();
    }

    /**
     * The offset to read next; 0 for a partition that was never posted.
     *
     * @throws io.millrace.schemas.error.MillraceException code WATERMARK_REGRESSED, as {@link #post}
     */
    public long nextOffset(UUID topicId, int partition) {
        long next = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT next_off FROM billing.watermark WHERE topic_id = :topic AND part = :part")
                .bind("topic", topicId)
                .bind("part", partition)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
        known.saw(topicId, partition, next);
        return next;
    }
}
