package io.millrace.billing.postgres.notice;

import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Notices that are not yet known to be in Kafka, oldest first. Thread-safe. */
public final class NoticeOutbox {
    private static final String PENDING = """
            SELECT id, notice_id, workspace_id, kind, subject_id, state, amount_cents, code, link, occurred_at_micros
            FROM billing.notice WHERE published_at IS NULL ORDER BY id LIMIT :max
            """;
    private static final String MARK = "UPDATE billing.notice SET published_at = now() WHERE id = ANY(:ids)";

    /** A notice and its row. */
    public record Row(long id, Notice notice) {}

    private final Jdbi jdbi;

    public NoticeOutbox(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    public List<Row> pending(int max) {
        return jdbi.withHandle(handle -> handle.createQuery(PENDING)
                .bind("max", max)
                .map((row, context) -> new Row(row.getLong("id"), notice(row)))
                .list());
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                row.getString("notice_id"),
                row.getString("workspace_id"),
                NoticeKind.valueOf(row.getString("kind")),
                row.getString("subject_id"),
                row.getString("state"),
                row.getLong("amount_cents"),
                row.getString("code"),
                row.getString("link"),
                row.getLong("occurred_at_micros"));
    }

    public void markPublished(List<Row> rows) {
        jdbi.useTransaction(handle -> handle.createUpdate(MARK)
                .bindArray("ids", Long.class, rows.stream().map(Row::id).toList())
                .execute());
    }
}
