package io.millrace.billing.postgres;

import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.money.Money;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Credits that are booked and not yet known to be in Kafka, oldest first. Thread-safe. */
public final class OutboxStore {
    private static final String PENDING = """
            SELECT id, credit_id, workspace_id, kind, amount_nano, grant_id, source, occurred_at_micros
            FROM billing.outbox WHERE published_at IS NULL ORDER BY id LIMIT :max
            """;

    /** A credit and its row. */
    public record Row(long id, CreditEntry entry) {}

    private final Jdbi jdbi;

    public OutboxStore(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    public List<Row> pending(int max) {
        return jdbi.withHandle(handle -> handle.createQuery(PENDING)
                .bind("max", max)
                .map((row, context) -> new Row(
                        row.getLong("id"),
                        new CreditEntry(
                                row.getString("credit_id"),
                                row.getString("workspace_id"),
                                CreditKind.valueOf(row.getString("kind")),
                                new Money(row.getLong("amount_nano")),
                                row.getString("grant_id"),
                                row.getString("source"),
                                row.getLong("occurred_at_micros"))))
                .list());
    }

    public void markPublished(List<Row> rows) {
        jdbi.useTransaction(
                handle -> handle.createUpdate("UPDATE billing.outbox SET published_at = now() WHERE id = ANY(:ids)")
                        .bindArray("ids", Long.class, rows.stream().map(Row::id).toList())
                        .execute());
    }
}
