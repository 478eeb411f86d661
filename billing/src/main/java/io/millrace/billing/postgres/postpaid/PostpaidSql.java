package io.millrace.billing.postgres.postpaid;

import io.millrace.billing.charging.TopUpMachine;
import io.millrace.billing.postgres.statement.Months;
import io.millrace.billing.postpaid.ChargeReason;
import io.millrace.billing.postpaid.LastCharge;
import io.millrace.billing.postpaid.NewCharge;
import io.millrace.billing.postpaid.PostpaidRule;
import io.millrace.billing.postpaid.PostpaidStanding;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.schemas.money.Money;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Opens postpaid charges, inside a transaction that has locked the customers. The row of the charge, its top-up and the month
 * that is cut are one commit, so that a month is charged for once; what is charged is what the locked row owes.
 */
public final class PostpaidSql {
    /** Error of a top-up that was not sent yet when its account began to close; account_closed is what banks say of theirs. */
    public static final String ACCOUNT_CLOSED = "workspace_closed";

    /** A top-up {@code t} that is the final charge of a closing, unless what is owed is given up by now. */
    public static final String FINAL_CHARGE = """
            EXISTS (SELECT FROM billing.postpaid_charge f JOIN billing.account_close a ON a.customer_id = f.customer_id
                    WHERE f.topup_id = t.id AND f.reason = 'CLOSE' AND a.state = 'CLOSING' AND NOT a.write_off)
            """;

    /**
     * A customer {@code c} whose card may be charged by itself now, and of which nothing is being charged by itself. An account
     * that closes is charged by its closing alone.
     */
    static final String CHARGEABLE = """
             c.closing_at IS NULL AND c.stripe_customer IS NOT NULL AND c.payment_method IS NOT NULL
            AND NOT EXISTS (SELECT FROM billing.dispute d WHERE d.customer_id = c.id AND d.state = 'OPEN')
            AND NOT EXISTS (SELECT FROM billing.topup o WHERE o.customer_id = c.id AND o.kind <> 'MANUAL'
                            AND o.state NOT IN ('SUCCEEDED', 'FAILED'))
            """;
    /** The newest charge of a customer {@code c}. */
    static final String LAST = """
            (SELECT h.reason, h.period, h.owed_nano, t.amount_cents, t.last_error,
                CASE WHEN t.state = 'SUCCEEDED' THEN 'PAID'
                     WHEN t.last_error IN ('%s', '%s') OR t.created_at <= c.recharge_resumed_at THEN 'OPEN_AGAIN' ELSE 'FAILED' END AS ending
             FROM billing.postpaid_charge h JOIN billing.topup t ON t.id = h.topup_id
             WHERE h.customer_id = c.id ORDER BY h.n DESC LIMIT 1)
            """.formatted(TopUpMachine.NOT_WANTED, ACCOUNT_CLOSED);

    private static final String STANDING = """
            SELECT c.id, c.receivable_account, c.overdraft_nano, p.threshold_cents, p.zone, p.next_period,
                l.reason, l.period, l.owed_nano, l.amount_cents, l.ending
            FROM billing.customer c JOIN billing.postpaid p ON p.customer_id = c.id
            LEFT JOIN LATERAL %s l ON true
            WHERE c.id = ANY(:ids) AND c.billing_mode = 'POSTPAID' AND (:all OR c.overdraft_nano >= p.threshold_cents * 10000000)
              AND %s
            """.formatted(LAST, CHARGEABLE);
    private static final String USED_AFTER = """
            SELECT coalesce(sum(amount_nano), 0)::bigint FROM billing.usage_paid WHERE account = :account AND month > :month
            """;
    private static final String CUT =
            "UPDATE billing.postpaid SET next_period = :period, next_cut_micros = :cut WHERE customer_id = :id";
    private static final String NUMBER =
            "SELECT coalesce(max(n), 0) + 1 FROM billing.postpaid_charge WHERE customer_id = :id";
    private static final String OPEN = """
            INSERT INTO billing.topup (id, customer_id, amount_cents, kind, state)
            VALUES (:topUp, :id, :cents, 'POSTPAID', 'PENDING')
            """;
    private static final String CHARGE = """
            INSERT INTO billing.postpaid_charge (customer_id, n, topup_id, reason, period, owed_nano)
            VALUES (:id, :n, :topUp, :reason, :period, :owed)
            """;

    private PostpaidSql() {}

    private record Customer(String id, PostpaidStanding standing) {}

    /** Charges those that have come to owe their threshold; what a month's end brings is the sweep's. */
    public static void openReached(Handle handle, List<String> customers) {
        for (Customer customer : read(handle, customers, /* all= */ false)) {
            NewCharge charge = PostpaidRule.betweenCuts(customer.standing());
            if (charge != null) {
                open(handle, customer.id(), charge);
            }
        }
    }

    /** The same with the months that are over. */
    static void openDue(Handle handle, List<String> customers, long nowMicros) {
        for (Customer customer : read(handle, customers, /* all= */ true)) {
            PostpaidStanding standing = customer.standing();
            PostpaidRule.Decision decision = PostpaidRule.decide(standing, nowMicros);
            if (!decision.nextPeriod().equals(standing.nextPeriod())) {
                cut(
                        handle,
                        customer.id(),
                        decision.nextPeriod(),
                        standing.terms().zone());
            }
            NewCharge charge = decision.charge();
            if (charge != null) {
                open(handle, customer.id(), charge);
            }
        }
    }

    private static void cut(Handle handle, String customerId, YearMonth next, ZoneId zone) {
        handle.createUpdate(CUT)
                .bind("period", Months.numberOf(next))
                .bind("cut", PostpaidRule.cutMicros(next, zone))
                .bind("id", customerId)
                .execute();
    }

    /** One that has turned prepaid: should it come back, it comes with terms of its own. */
    public static void forget(Handle handle, String workspaceId) {
        handle.createUpdate("DELETE FROM billing.postpaid WHERE customer_id = :id")
                .bind("id", workspaceId)
                .execute();
    }

    /** Returns the top-up's id: that of the workspace's n-th charge, whoever opens it. */
    static UUID open(Handle handle, String customerId, NewCharge charge) {
        int n = handle.createQuery(NUMBER)
                .bind("id", customerId)
                .mapTo(Integer.class)
                .one();
        UUID topUp = UUID.nameUUIDFromBytes(("postpaid|" + customerId + "|" + n).getBytes(StandardCharsets.UTF_8));
        handle.createUpdate(OPEN)
                .bind("topUp", topUp)
                .bind("id", customerId)
                .bind("cents", charge.cents())
                .execute();
        YearMonth period = charge.period();
        handle.createUpdate(CHARGE)
                .bind("id", customerId)
                .bind("n", n)
                .bind("topUp", topUp)
                .bind("reason", charge.reason().name())
                .bindByType("period", period == null ? null : Math.toIntExact(Months.numberOf(period)), Integer.class)
                .bind("owed", charge.owed().nanoUsd())
                .execute();
        return topUp;
    }

    private static List<Customer> read(Handle handle, List<String> customers, boolean all) {
        return handle.createQuery(STANDING)
                .bindArray("ids", String.class, customers)
                .bind("all", all)
                .map((row, context) -> customer(handle, row))
                .list();
    }

    private static Customer customer(Handle handle, ResultSet row) throws SQLException {
        long receivable = row.getLong("receivable_account");
        PostpaidTerms terms =
                new PostpaidTerms(row.getObject("threshold_cents", Long.class), ZoneId.of(row.getString("zone")));
        PostpaidStanding standing = new PostpaidStanding(
                terms,
                Months.of(row.getLong("next_period")),
                new Money(row.getLong("overdraft_nano")),
                last(row),
                month -> usedAfter(handle, receivable, month));
        return new Customer(row.getString("id"), standing);
    }

    static @Nullable LastCharge last(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        if (reason == null) {
            return null;
        }
        Integer period = row.getObject("period", Integer.class);
        return new LastCharge(
                ChargeReason.valueOf(reason),
                period == null ? null : Months.of(period),
                new Money(row.getLong("owed_nano")),
                row.getLong("amount_cents"),
                LastCharge.End.valueOf(row.getString("ending")));
    }

    private static Money usedAfter(Handle handle, long receivable, YearMonth month) {
        return new Money(handle.createQuery(USED_AFTER)
                .bind("account", receivable)
                .bind("month", Months.numberOf(month))
                .mapTo(Long.class)
                .one());
    }
}
