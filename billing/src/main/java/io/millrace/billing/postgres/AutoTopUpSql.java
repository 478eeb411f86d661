package io.millrace.billing.postgres;

import io.millrace.billing.charging.RechargeRule;
import io.millrace.billing.charging.TopUpMachine;
import io.millrace.billing.postgres.postpaid.PostpaidSql;
import io.millrace.schemas.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Opens automatic top-ups, inside a transaction. A prepaid customer whose balance is below its threshold gets one, unless
 * auto-recharge is paused, one is open, a payment is disputed, its daily maximum is reached, the last success is younger than
 * the cooldown, or one failed in the last 24 hours (since auto-recharge was resumed).
 */
final class AutoTopUpSql {
    private static final String DUE = """
            SELECT c.id, c.balance_nano, c.recharge_threshold_nano, c.recharge_amount_cents, c.recharge_target_nano,
                c.recharge_charge_max_cents, c.recharge_day_max_cents, d.cents
            FROM billing.customer c CROSS JOIN LATERAL (
                SELECT count(*) AS opened,
                    coalesce(sum(t.amount_cents) FILTER (WHERE t.state <> 'FAILED'), 0)::bigint AS cents,
                    coalesce(bool_or(t.state = 'FAILED' AND coalesce(t.last_error, '') NOT IN (:notWanted, :closed)
                        AND t.created_at > coalesce(c.recharge_resumed_at, '-infinity')), false) AS failed
                FROM billing.topup t
                WHERE t.customer_id = c.id AND t.kind = 'AUTO' AND t.created_at > now() - interval '1 day') d
            WHERE c.id = ANY(:ids) AND c.billing_mode = 'PREPAID' AND c.balance_nano < c.recharge_threshold_nano
              AND c.closing_at IS NULL
              AND NOT EXISTS (SELECT FROM billing.dispute p WHERE p.customer_id = c.id AND p.state = 'OPEN')
              AND c.recharge_paused_reason IS NULL AND c.stripe_customer IS NOT NULL AND c.payment_method IS NOT NULL
              AND d.opened < c.recharge_daily_max AND NOT d.failed
              AND NOT EXISTS (SELECT FROM billing.topup t WHERE t.customer_id = c.id AND t.kind = 'AUTO'
                              AND (t.state NOT IN ('SUCCEEDED', 'FAILED')
                                   OR (t.state = 'SUCCEEDED' AND c.recharge_cooldown_seconds > 0
                                       AND t.updated_at > now() - c.recharge_cooldown_seconds * interval '1 second')))
            """;
    private static final String OPEN = """
            INSERT INTO billing.topup (id, customer_id, amount_cents, kind, state)
            SELECT gen_random_uuid(), wanted.id, wanted.cents, 'AUTO', 'PENDING'
            FROM unnest(:ids, :cents) AS wanted (id, cents)
            ON CONFLICT DO NOTHING
            """;

    private AutoTopUpSql() {}

    /** What is to be charged to whom. */
    private record Due(String customerId, OptionalLong cents) {}

    /** @param customers whose rows the transaction has locked */
    static void open(Handle handle, List<String> customers) {
        List<String> ids = new ArrayList<>();
        List<Long> cents = new ArrayList<>();
        handle.createQuery(DUE)
                .bindArray("ids", String.class, customers)
                .bind("notWanted", TopUpMachine.NOT_WANTED)
                .bind("closed", PostpaidSql.ACCOUNT_CLOSED)
                .map((row, context) -> due(row))
                .forEach(due -> due.cents().ifPresent(amount -> {
                    ids.add(due.customerId());
                    cents.add(amount);
                }));
        if (!ids.isEmpty()) {
            handle.createUpdate(OPEN)
                    .bindArray("ids", String.class, ids)
                    .bindArray("cents", Long.class, cents)
                    .execute();
        }
    }

    private static Due due(ResultSet row) throws SQLException {
        RechargeRule rule = rule(row);
        return new Due(row.getString("id"), rule.cents(new Money(row.getLong("balance_nano")), row.getLong("cents")));
    }

    private static RechargeRule rule(ResultSet row) throws SQLException {
        Long target = row.getObject("recharge_target_nano", Long.class);
        return new RechargeRule(
                new Money(row.getLong("recharge_threshold_nano")),
                row.getLong("recharge_amount_cents"),
                target == null ? null : new Money(target),
                row.getLong("recharge_charge_max_cents"),
                row.getObject("recharge_day_max_cents", Long.class));
    }
}
