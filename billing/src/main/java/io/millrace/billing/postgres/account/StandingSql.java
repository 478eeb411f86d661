package io.millrace.billing.postgres.account;

import io.millrace.billing.account.Standing;
import io.millrace.billing.account.Standing.Rest;
import io.millrace.schemas.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is open of an account, inside a transaction. */
final class StandingSql {
    /** A page that was paid on is done with when its card was kept, or not. */
    private static final String TOP_UPS = """
            SELECT t.id || ' ' || CASE WHEN t.state = 'SUCCEEDED' THEN 'card not kept yet' ELSE t.state END
            FROM billing.topup t LEFT JOIN billing.checkout k ON k.topup_id = t.id
            WHERE t.customer_id = :id AND (t.state NOT IN ('SUCCEEDED', 'FAILED')
                OR t.state = 'SUCCEEDED' AND k.save_card AND k.card_kept_at IS NULL) ORDER BY t.created_at, t.id
            """;

    /** Until the bank has the money it may come back, and must find its grant alive. */
    private static final String REFUNDS = """
            SELECT id::text FROM billing.refund
            WHERE customer_id = :id AND state IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN', 'PENDING') ORDER BY created_at, id
            """;

    private static final String DISPUTES =
            "SELECT id FROM billing.dispute WHERE customer_id = :id AND state IN ('INQUIRY', 'OPEN') ORDER BY id";
    private static final String SCHEDULES = """
            SELECT name FROM billing.grant_schedule WHERE customer_id = :id AND cancelled_at_micros IS NULL ORDER BY name
            """;
    private static final String GRANTS = """
            SELECT g.id, g.remaining_nano, g.kind = 'PAID' AS paid, CASE WHEN g.source_type = 'topup' THEN g.source_id END AS topup,
                EXISTS (SELECT FROM billing.refund r WHERE r.grant_id = g.id AND r.state = 'FAILED'
                        AND starts_with(r.request_key, 'close:' || :closing || ':' || g.id || ':')) AS refund_failed
            FROM billing.credit_grant g WHERE g.customer_id = :id AND (g.has_left OR g.status = 'PENDING')
            ORDER BY g.priority, g.expires_at_micros NULLS LAST, g.id
            """;

    private final Handle handle;

    StandingSql(Handle handle) {
        this.handle = handle;
    }

    /**
     * Empty where there is no account.
     *
     * @param closingId the closing whose refunds count; 0 before there is one
     */
    Optional<Standing> of(String workspaceId, long closingId) {
        return handle.createQuery(
                        "SELECT overdraft_nano, stripe_customer, payment_method FROM billing.customer WHERE id = :id")
                .bind("id", workspaceId)
                .map((row, context) -> new Standing(
                        texts(TOP_UPS, workspaceId),
                        texts(REFUNDS, workspaceId),
                        texts(DISPUTES, workspaceId),
                        texts(SCHEDULES, workspaceId),
                        grants(workspaceId, closingId),
                        new Money(row.getLong("overdraft_nano")),
                        row.getString("stripe_customer"),
                        row.getString("payment_method")))
                .findOne();
    }

    private List<String> texts(String sql, String workspaceId) {
        return handle.createQuery(sql)
                .bind("id", workspaceId)
                .mapTo(String.class)
                .list();
    }

    private List<Rest> grants(String workspaceId, long closingId) {
        return handle.createQuery(GRANTS)
                .bind("id", workspaceId)
                .bind("closing", Long.toString(closingId))
                .map((row, context) -> rest(row))
                .list();
    }

    private static Rest rest(ResultSet row) throws SQLException {
        String topUp = row.getString("topup");
        return new Rest(
                row.getString("id"),
                new Money(row.getLong("remaining_nano")),
                row.getBoolean("paid"),
                uuid(topUp),
                row.getBoolean("refund_failed"));
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }
}
