package io.millrace.billing.postgres;

import io.millrace.billing.ledger.EntryDigest;
import io.millrace.billing.ledger.Poison;
import io.millrace.billing.ledger.Transfer;
import io.millrace.billing.postgres.WatermarkSql.Held;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.error.Expected;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is booked besides customers: transfers and the entry of the journal they are of, batches, dead letters. The entry is
 * sealed into the chain when the transaction commits, so everything of it is booked by one call. Inside a transaction that
 * has locked the customers: an entry's instant is read after that, so that the instants of a customer's transfers are in the
 * order of what happened, which the beginnings of transactions are not.
 */
final class PostingSql {
    /** Bits of a transfer's id that number it in its entry. */
    static final int LINE_BITS = 24;

    static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    static final String NEW_ENTRY = "nextval('billing.batch_id'), " + NOW;

    private static final String INSTANT = "timestamptz 'epoch' + :booked * interval '1 microsecond'";
    private static final String TRANSFER_COLUMNS =
            "id, batch_id, cause, kind, debit_account, credit_account, amount_nano, booked_at";
    private static final String INSERT_JOURNAL =
            "INSERT INTO billing.journal (id, booked_at, transfers, digest) VALUES (:id, " + INSTANT
                    + ", :transfers, :digest)";
    private static final String INSERT_BATCH = """
            INSERT INTO billing.batch (id, topic_id, part, from_off, to_off, drawdowns, total_nano, posted_at)
            VALUES (:id, :topic, :part, :from, :to, :drawdowns, CAST(:total AS numeric), %s)
            """.formatted(INSTANT);
    private static final String DEAD_LETTER = """
            INSERT INTO billing.dead_letter (topic_id, part, off, batch_id, reason, detail, raw)
            VALUES (:topic, :part, :off, :batch, :reason, :detail, :raw)
            """;

    /** A dead letter of a batch. */
    @SuppressWarnings("ArrayRecordComponent") // carried from Kafka to a bytea, never compared
    record DeadLetter(long offset, Poison reason, String detail, byte @Nullable [] raw) {}

    private final Handle handle;

    PostingSql(Handle handle) {
        this.handle = handle;
    }

    /** The instant by the database's clock, microseconds since the epoch. */
    long nowMicros() {
        return handle.createQuery("SELECT " + NOW).mapTo(Long.class).one();
    }

    /**
     * Books what is no batch, as one entry.
     *
     * @param batchId null; a batch is booked by {@link #insertBatch}
     */
    void insertTransfers(@Nullable Long batchId, List<Transfer> transfers) {
        if (batchId != null) {
            throw Expected.illegal("batch", batchId, "none");
        }
        Held entry = handle.createQuery("SELECT " + NEW_ENTRY)
                .map((row, context) -> new Held(0, row.getLong(1), row.getLong(2)))
                .one();
        insert(entry, null, transfers, new EntryDigest(entry.entryId(), entry.bookedAtMicros()), List.of());
    }

    /** Books a batch: its row, its transfers and its dead letters; the span starts at the watermark. */
    void insertBatch(
            Held held, DrawdownBatch batch, List<Drawdown> booked, List<Transfer> transfers, List<DeadLetter> dead) {
        BigInteger total = BigInteger.ZERO;
        for (Drawdown drawdown : booked) {
            total = total.add(BigInteger.valueOf(drawdown.charge().nanoUsd()));
        }
        long from = held.nextOffset();
        handle.createUpdate(INSERT_BATCH)
                .bind("id", held.entryId())
                .bind("topic", batch.topicId())
                .bind("part", batch.partition())
                .bind("from", from)
                .bind("to", batch.nextOffset())
                .bind("drawdowns", booked.size())
                .bind("total", total.toString())
                .bind("booked", held.bookedAtMicros())
                .execute();
        EntryDigest digest = new EntryDigest(held.entryId(), held.bookedAtMicros());
        digest.batch(batch.topicId(), batch.partition(), from, batch.nextOffset(), booked.size(), total);
        List<DeadLetter> ordered = dead.stream()
                .sorted(Comparator.comparingLong(DeadLetter::offset))
                .toList();
        ordered.forEach(letter -> deadLetter(held, batch, letter));
        insert(held, held.entryId(), transfers, digest, ordered);
    }

    private void insert(
            Held entry, @Nullable Long batchId, List<Transfer> transfers, EntryDigest digest, List<DeadLetter> dead) {
        CopyRows rows = new CopyRows("billing.transfer", TRANSFER_COLUMNS, transfers.size());
        long line = 0;
        for (Transfer transfer : transfers) {
            long debit = transfer.debit().value();
            long credit = transfer.credit().value();
            long amount = transfer.amount().nanoUsd();
            digest.transfer(line, transfer.cause(), transfer.kind().name(), debit, credit, amount);
            rows.row();
            rows.bigint((entry.entryId() << LINE_BITS) + line++);
            if (batchId == null) {
                rows.none();
            } else {
                rows.bigint(batchId);
            }
            rows.uuid(transfer.cause());
            rows.text(transfer.kind().name());
            rows.bigint(debit);
            rows.bigint(credit);
            rows.bigint(amount);
            rows.timestamp(entry.bookedAtMicros());
        }
        rows.write(handle);
        for (DeadLetter letter : dead) {
            digest.deadLetter(letter.offset(), letter.reason().name(), letter.detail(), letter.raw());
        }
        handle.createUpdate(INSERT_JOURNAL)
                .bind("id", entry.entryId())
                .bind("booked", entry.bookedAtMicros())
                .bind("transfers", transfers.size())
                .bind("digest", digest.finish())
                .execute();
    }

    private void deadLetter(Held held, DrawdownBatch batch, DeadLetter letter) {
        handle.createUpdate(DEAD_LETTER)
                .bind("topic", batch.topicId())
                .bind("part", batch.partition())
                .bind("off", letter.offset())
                .bind("batch", held.entryId())
                .bind("reason", letter.reason().name())
                .bind("detail", letter.detail())
                .bind("raw", letter.raw())
                .execute();
    }
}
