package io.millrace.billing.postgres;

import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Sums the ledger up and looks for rows that contradict each other, all in one snapshot. */
public final class LedgerAudit {
    private static final String SUM_OF_KIND =
            "SELECT coalesce(sum(amount_nano), 0)::bigint FROM billing.moved WHERE kind = '%s'";
    private static final String SUM_OF_SIDE = """
            SELECT coalesce(sum(t.amount_nano), 0)::bigint
            FROM billing.moved t JOIN billing.account a ON a.id = t.%s_account
            """;
    private static final String SUM_OF_GRANTS = """
            SELECT coalesce(sum(t.amount_nano), 0)::bigint
            FROM billing.moved t JOIN billing.credit_grant g ON g.id = t.%s_account
            """;

    private LedgerAudit() {}

    public static LedgerFigures read(DataSource dataSource) {
        return BillingDatabase.jdbi(dataSource)
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, LedgerAudit::figures);
    }

    private static LedgerFigures figures(Handle handle) {
        return new LedgerFigures(
                number(handle, "SELECT coalesce(sum(drawdowns), 0)::bigint FROM billing.batch"),
                money(handle, "SELECT coalesce(sum(total_nano), 0)::bigint FROM billing.batch"),
                money(handle, SUM_OF_KIND.formatted("USAGE_FROM_GRANT")),
                money(handle, SUM_OF_KIND.formatted("USAGE_ON_RECEIVABLE")),
                money(handle, SUM_OF_KIND.formatted("REPAYMENT")),
                money(handle, SUM_OF_KIND.formatted("FUNDING")),
                money(handle, SUM_OF_SIDE.formatted("debit")),
                money(handle, SUM_OF_SIDE.formatted("credit")),
                money(handle, SUM_OF_GRANTS.formatted("credit")),
                money(handle, SUM_OF_GRANTS.formatted("debit")),
                money(handle, "SELECT coalesce(sum(remaining_nano), 0)::bigint FROM billing.credit_grant"),
                topUpCents(handle),
                number(handle, "SELECT count(*) FROM billing.dead_letter"),
                number(handle, "SELECT count(*) FROM billing.outbox WHERE published_at IS NULL"),
                differences(handle));
    }

    private static Map<String, Long> topUpCents(Handle handle) {
        Map<String, Long> cents = new HashMap<>();
        handle.createQuery("SELECT payment_intent, granted_nano FROM billing.credit_grant WHERE source_type = 'topup'")
                .map((row, context) ->
                        Map.entry(row.getString("payment_intent"), new Money(row.getLong("granted_nano")).floorCents()))
                .forEach(entry -> cents.put(entry.getKey(), entry.getValue()));
        return cents;
    }

    private static List<String> differences(Handle handle) {
        List<String> differences = new ArrayList<>();
        for (AuditCheck check : AuditCheck.values()) {
            long rows = number(handle, check.sql());
            if (rows != 0) {
                differences.add(check.thing() + ": " + rows + " rows differ (expected: " + check.rule() + ")");
            }
        }
        return differences;
    }

    private static long number(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Long.class).one();
    }

    private static Money money(Handle handle, String sql) {
        return new Money(number(handle, sql));
    }
}
