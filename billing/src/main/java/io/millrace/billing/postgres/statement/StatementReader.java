package io.millrace.billing.postgres.statement;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.statement.AccountRow;
import io.millrace.billing.statement.PaymentRow;
import io.millrace.billing.statement.StatementPeriod;
import io.millrace.billing.statement.UsageRow;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what a statement is made of. Inside one transaction that sees one state of the workspace. */
final class StatementReader {
    private static final String ACCOUNTS = """
            SELECT a.id, coalesce(g.kind, 'RECEIVABLE') AS kind, coalesce(g.source_type || ':' || g.source_id, '') AS source,
                g.expires_at_micros, coalesce(g.remaining_nano, -c.overdraft_nano) AS now_nano
            FROM billing.account a
            JOIN billing.customer c ON c.id = a.owner_id
            LEFT JOIN billing.credit_grant g ON g.id = a.id
            WHERE a.owner_id = :workspace
            ORDER BY a.id = c.receivable_account, g.priority, g.expires_at_micros NULLS LAST, g.created_at_micros, a.id
            """;
    /** Phase: below 0 before the statement, 0 in it, above 0 after it. */
    private static final String MOVED = """
            SELECT account, kind, CASE WHEN booked_at < :from THEN -1 WHEN booked_at < :until THEN 0 ELSE 1 END AS phase,
                sum(amount)::bigint AS amount
            FROM (SELECT credit_account AS account, kind, amount_nano AS amount, booked_at FROM billing.transfer
                  WHERE batch_id IS NULL AND credit_account = ANY (:accounts)
                  UNION ALL
                  SELECT debit_account, kind, -amount_nano, booked_at FROM billing.transfer
                  WHERE batch_id IS NULL AND debit_account = ANY (:accounts)) t
            GROUP BY 1, 2, 3
            """;

    private static final String USED = """
            SELECT p.account, CASE a.kind WHEN 'receivable' THEN 'USAGE_ON_RECEIVABLE' ELSE 'USAGE_FROM_GRANT' END AS kind,
                sign(p.month - :month)::integer AS phase, -sum(p.amount_nano)::bigint AS amount
            FROM billing.usage_paid p JOIN billing.account a ON a.id = p.account
            WHERE p.account = ANY (:accounts) GROUP BY 1, 2, 3
            """;
    private static final String USAGE = """
            SELECT provider, model, feature, records, charge_nano FROM billing.usage_line
            WHERE workspace = :workspace AND month = :month ORDER BY provider, model, feature
            """;
    private static final String PAYMENTS = """
            SELECT t.booked_at, g.granted_nano, g.payment_intent
            FROM billing.credit_grant g JOIN billing.transfer t ON t.credit_account = g.id AND t.kind = 'FUNDING' AND t.batch_id IS NULL
            WHERE g.id = ANY (:accounts) AND g.payment_intent IS NOT NULL AND t.booked_at >= :from AND t.booked_at < :until
            ORDER BY 1, 3
            """;
    private static final String ZONE = """
            SELECT zone FROM billing.usage_line WHERE workspace = :workspace ORDER BY abs(month - :month), month, provider, model, feature LIMIT 1
            """;
    private static final String ENDED =
            "SELECT until FROM billing.statement WHERE workspace = :workspace AND month = :month";

    private final Handle handle;
    private final String workspaceId;
    private final YearMonth month;

    StatementReader(Handle handle, String workspaceId, YearMonth month) {
        this.handle = handle;
        this.workspaceId = workspaceId;
        this.month = month;
    }

    private record Account(
            long id, String kind, String source, @Nullable Instant expiresAt, long nowNano) {}

    /** Sums of one account: before, by kind, after. */
    private static final class Sums {
        private final Map<TransferKind, Money> during = new EnumMap<>(TransferKind.class);
        private long before;
        private long after;

        void add(TransferKind kind, int phase, long amount) {
            if (phase < 0) {
                before = Math.addExact(before, amount);
            } else if (phase > 0) {
                after = Math.addExact(after, amount);
            } else {
                during.merge(kind, new Money(amount), Money::plus);
            }
        }
    }

    /** In the zone of its usage, or that of the nearest month with usage; begins where the statement of the month before ended. */
    StatementPeriod period() {
        ZoneId zone = handle.createQuery(ZONE)
                .bind("workspace", workspaceId)
                .bind("month", Months.numberOf(month))
                .mapTo(String.class)
                .findOne()
                .map(ZoneId::of)
                .orElse(ZoneId.of("UTC"));
        StatementPeriod period = StatementPeriod.of(month, zone);
        return handle.createQuery(ENDED)
                .bind("workspace", workspaceId)
                .bind("month", Months.numberOf(month.minusMonths(1)))
                .map((row, context) -> instant(row, "until"))
                .findOne()
                .map(period::after)
                .orElse(period);
    }

    List<UsageRow> usage() {
        return handle.createQuery(USAGE)
                .bind("workspace", workspaceId)
                .bind("month", Months.numberOf(month))
                .map((row, context) -> new UsageRow(
                        row.getString("provider"),
                        row.getString("model"),
                        row.getString("feature"),
                        row.getLong("records"),
                        new Money(row.getLong("charge_nano"))))
                .list();
    }

    /** The closing balance is what the account holds now less what came after: by another way than the opening. */
    List<AccountRow> accounts(StatementPeriod period) {
        List<Account> accounts = handle.createQuery(ACCOUNTS)
                .bind("workspace", workspaceId)
                .map((row, context) -> new Account(
                        row.getLong("id"),
                        row.getString("kind"),
                        row.getString("source"),
                        expiry(row),
                        row.getLong("now_nano")))
                .list();
        Map<Long, Sums> sums = sums(accounts, period);
        List<AccountRow> rows = new ArrayList<>();
        for (Account account : accounts) {
            Sums own = sums.getOrDefault(account.id, new Sums());
            AccountRow row = new AccountRow(
                    account.id,
                    account.kind,
                    account.source,
                    account.expiresAt,
                    new Money(own.before),
                    own.during,
                    new Money(account.nowNano).minus(new Money(own.after)));
            if (!row.isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    List<PaymentRow> payments(StatementPeriod period, List<AccountRow> accounts) {
        return handle.createQuery(PAYMENTS)
                .bindArray(
                        "accounts",
                        Long.class,
                        accounts.stream().map(AccountRow::account).toList())
                .bind("from", utc(period.from()))
                .bind("until", utc(period.until()))
                .map((row, context) -> new PaymentRow(
                        instant(row, "booked_at"),
                        new Money(row.getLong("granted_nano")).floorCents(),
                        row.getString("payment_intent")))
                .list();
    }

    private Map<Long, Sums> sums(List<Account> accounts, StatementPeriod period) {
        List<Long> ids = accounts.stream().map(Account::id).toList();
        Map<Long, Sums> sums = new HashMap<>();
        handle.createQuery(MOVED)
                .bindArray("accounts", Long.class, ids)
                .bind("from", utc(period.from()))
                .bind("until", utc(period.until()))
                .map((row, context) -> add(sums, row))
                .list();
        handle.createQuery(USED)
                .bindArray("accounts", Long.class, ids)
                .bind("month", Months.numberOf(month))
                .map((row, context) -> add(sums, row))
                .list();
        return sums;
    }

    private static long add(Map<Long, Sums> sums, ResultSet row) throws SQLException {
        long account = row.getLong("account");
        TransferKind kind = TransferKind.valueOf(row.getString("kind"));
        sums.computeIfAbsent(account, id -> new Sums()).add(kind, row.getInt("phase"), row.getLong("amount"));
        return account;
    }

    private static @Nullable Instant expiry(ResultSet row) throws SQLException {
        long micros = row.getLong("expires_at_micros");
        return row.wasNull() ? null : Micros.toInstant(micros);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
