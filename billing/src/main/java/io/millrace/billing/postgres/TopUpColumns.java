package io.millrace.billing.postgres;

import io.millrace.billing.charging.Attempts;
import io.millrace.billing.charging.Outlook;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpKind;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.postpaid.PostpaidSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A top-up {@code t} of a customer {@code c} as columns of a query. */
final class TopUpColumns {
    /**
     * Stripe forgets a key after 24 hours; waiting for the customer ends an hour before the authentication of a day does. Of an account
     * that closes only the final charge is wanted.
     */
    static final String ALL = """
            t.id, t.customer_id, t.amount_cents, t.kind, t.state, t.payment_intent,
            coalesce(t.stripe_customer, c.stripe_customer) AS stripe_customer,
            coalesce(t.payment_method, c.payment_method) AS payment_method,
            t.create_attempt, t.confirm_attempt, t.declines, t.tries, t.last_error, t.action_url, t.version,
            coalesce(t.first_sent_at < now() - interval '20 hours', false) AS create_key_old,
            coalesce(t.action_until < now(), false) AS overdue,
            CASE WHEN c.closing_at IS NOT NULL AND NOT %s THEN false WHEN t.kind = 'MANUAL' THEN true ELSE coalesce(
                coalesce(t.payment_method, c.payment_method) = c.payment_method
                AND CASE t.kind WHEN 'POSTPAID' THEN c.overdraft_nano >= t.amount_cents * 10000000
                    ELSE c.balance_nano < c.recharge_threshold_nano
                         AND coalesce(c.recharge_paused_reason, 'FAILURES') = 'FAILURES' END, false) END AS wanted
            """.formatted(PostpaidSql.FINAL_CHARGE);

    private TopUpColumns() {}

    static TopUp topUp(ResultSet row) throws SQLException {
        return new TopUp(
                row.getObject("id", UUID.class),
                row.getString("customer_id"),
                row.getLong("amount_cents"),
                TopUpKind.valueOf(row.getString("kind")),
                row.getString("stripe_customer"),
                row.getString("payment_method"),
                TopUpState.valueOf(row.getString("state")),
                row.getString("payment_intent"),
                new Attempts(
                        row.getInt("create_attempt"),
                        row.getInt("confirm_attempt"),
                        row.getInt("declines"),
                        row.getInt("tries")),
                row.getString("last_error"),
                row.getString("action_url"),
                new Outlook(row.getBoolean("create_key_old"), row.getBoolean("overdue"), row.getBoolean("wanted")),
                row.getLong("version"));
    }
}
