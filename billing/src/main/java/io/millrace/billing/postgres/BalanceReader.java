package io.millrace.billing.postgres;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Balances of the past, out of the transfers alone. A customer's transfers carry the instant of their booking, read while the
 * customer is locked: so their order is the order in which they happened, and a balance is one that was. Thread-safe.
 */
public final class BalanceReader {
    private static final String AT = """
            WITH moment AS (SELECT timestamptz 'epoch' + :micros * interval '1 microsecond' AS at),
            span AS (
                SELECT at, least((at AT TIME ZONE 'UTC')::date,
                                 (SELECT max(day) + 1 FROM billing.balance_day_closed)) AS day
                FROM moment),
            start AS (
                SELECT at, day,
                       CASE WHEN EXISTS (SELECT FROM billing.balance_day_closed)
                            THEN day::timestamp AT TIME ZONE 'UTC' ELSE '-infinity' END AS since
                FROM span)
            SELECT a.id, a.kind,
                   coalesce((SELECT b.balance_nano FROM billing.balance_day b
                             WHERE b.account_id = a.id AND b.day < s.day ORDER BY b.day DESC LIMIT 1), 0)
                   + coalesce((SELECT sum(t.amount_nano) FROM billing.transfer t
                               WHERE t.credit_account = a.id AND t.batch_id IS NULL
                                 AND t.booked_at >= s.since AND t.booked_at <= s.at), 0)
                   - coalesce((SELECT sum(t.amount_nano) FROM billing.transfer t
                               WHERE t.debit_account = a.id AND t.booked_at >= s.since AND t.booked_at <= s.at), 0)
                   AS held
            FROM billing.account a CROSS JOIN start s WHERE a.owner_id = :owner
            """;

    private record Held(String id, boolean receivable, Money amount) {
        static Held of(ResultSet row) throws SQLException {
            return new Held(
                    row.getString("id"),
                    row.getString("kind").equals("receivable"),
                    new Money(row.getBigDecimal("held").longValueExact()));
        }
    }

    private final Jdbi jdbi;

    public BalanceReader(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    /**
     * Empty where there is no account now; $0 at a moment before its first transfer.
     *
     * @param atMicros what was booked at this instant or before counts; microseconds since the epoch, by the database's clock
     */
    public Optional<BalanceAt> at(String workspaceId, long atMicros) {
        Require.instant("balance at", atMicros);
        List<Held> accounts = jdbi.withHandle(handle -> handle.createQuery(AT)
                .bind("micros", atMicros)
                .bind("owner", workspaceId)
                .map((row, context) -> Held.of(row))
                .list());
        if (accounts.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Money> grants = new HashMap<>();
        Money overdraft = Money.ZERO;
        for (Held account : accounts) {
            if (account.receivable()) {
                overdraft = overdraft.minus(account.amount());
            } else if (!account.amount().equals(Money.ZERO)) {
                grants.put(account.id(), account.amount());
            }
        }
        return Optional.of(new BalanceAt(overdraft, grants));
    }
}
