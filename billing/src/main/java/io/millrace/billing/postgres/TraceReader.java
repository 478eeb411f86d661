package io.millrace.billing.postgres;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** From a drawdown to the grants that paid it, and from a grant to the drawdowns it paid. Thread-safe. */
public final class TraceReader {
    /** Rows of a page at most. */
    public static final int PAGE_MAX = 1_000;

    private static final String USE = """
            t.id, t.cause, CASE t.kind WHEN 'USAGE_FROM_GRANT' THEN t.debit_account::text ELSE '' END AS grant_id, t.amount_nano,
            (extract(epoch FROM t.booked_at) * 1000000)::bigint AS booked
            """;
    /** By its batch: transfers are numbered within it, and have no index by drawdown, which would cost posting most. */
    private static final String OF_DRAWDOWN = "SELECT " + USE + """
            FROM billing.transfer t
            WHERE t.id BETWEEN :batch << %1$d AND ((:batch + 1) << %1$d) - 1 AND t.cause = :id ORDER BY t.id
            """.formatted(PostingSql.LINE_BITS);

    private static final String BATCH = """
            SELECT d.batch_id FROM billing.customer c JOIN billing.drawdown_seen d ON d.account = c.receivable_account
            WHERE c.id = :workspace AND d.drawdown_id = :id
            """;
    private static final String OF_GRANT = "SELECT " + USE + """
            FROM billing.transfer t
            WHERE t.debit_account = :grant AND t.kind = 'USAGE_FROM_GRANT'
              AND (t.booked_at, t.id) < (timestamptz 'epoch' + :booked * interval '1 microsecond', :id)
            ORDER BY t.booked_at DESC, t.id DESC LIMIT :max
            """;
    /** Later than any booking. */
    private static final long END_MICROS = Micros.MAX;

    private final Jdbi jdbi;

    public TraceReader(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    /**
     * What paid a drawdown, part by part; no part where it was of charge 0; empty where the workspace has no such one. Looks
     * through the workspace's drawdowns that are kept.
     */
    public Optional<List<GrantUse>> ofDrawdown(String workspaceId, UUID drawdownId) {
        return jdbi.withHandle(handle -> handle.createQuery(BATCH)
                .bind("workspace", workspaceId)
                .bind("id", drawdownId)
                .mapTo(Long.class)
                .findOne()
                .map(batch -> handle.createQuery(OF_DRAWDOWN)
                        .bind("batch", batch)
                        .bind("id", drawdownId)
                        .map((row, context) -> use(row))
                        .list()));
    }

    /**
     * The drawdowns a grant paid, the latest first.
     *
     * @param after the last of the page before; null for the first page
     * @param max 1 to {@value #PAGE_MAX}
     */
    public List<GrantUse> ofGrant(String grantId, @Nullable GrantUse after, int max) {
        if (max < 1 || max > PAGE_MAX) {
            throw Expected.illegal("page", max, "1 to " + PAGE_MAX);
        }
        return jdbi.withHandle(handle -> handle.createQuery(OF_GRANT)
                .bind("grant", GrantStore.number(grantId))
                .bind("booked", after == null ? END_MICROS : after.bookedAtMicros())
                .bind("id", after == null ? Long.MAX_VALUE : after.transferId())
                .bind("max", max)
                .map((row, context) -> use(row))
                .list());
    }

    private static GrantUse use(ResultSet row) throws SQLException {
        return new GrantUse(
                row.getLong("id"),
                row.getObject("cause", UUID.class),
                row.getString("grant_id"),
                new Money(row.getLong("amount_nano")),
                row.getLong("booked"));
    }
}
