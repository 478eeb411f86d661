package io.millrace.billing.postgres.checkout;

import io.millrace.billing.checkout.Checkout;
import io.millrace.billing.checkout.CheckoutState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A checkout {@code k} of a top-up {@code t} of a customer {@code c} as columns of a query. */
final class CheckoutColumns {
    /** Stripe wants 30 minutes of life for a page that is made; a minute after its end it is closed in any case. */
    static final String ALL = """
             t.id, t.customer_id, t.amount_cents, coalesce(t.stripe_customer, c.stripe_customer) AS stripe_customer,
            k.return_url, k.expires_at_seconds, k.save_card, k.state AS checkout_state, k.session, t.action_url, t.payment_intent,
            k.create_attempt, k.tries, k.expires_at_seconds < extract(epoch FROM now()) + 1900 AS late,
            k.expires_at_seconds < extract(epoch FROM now()) - 60 AS overdue, k.given_up IS NOT NULL AS given_up,
            t.state = 'SUCCEEDED' AS settled, t.last_error, k.version
            """;

    private CheckoutColumns() {}

    static Checkout checkout(ResultSet row) throws SQLException {
        return new Checkout(
                row.getObject("id", UUID.class),
                row.getString("customer_id"),
                row.getLong("amount_cents"),
                row.getString("stripe_customer"),
                new Checkout.Terms(
                        row.getString("return_url"), row.getLong("expires_at_seconds"), row.getBoolean("save_card")),
                CheckoutState.valueOf(row.getString("checkout_state")),
                row.getString("session"),
                row.getString("action_url"),
                row.getString("payment_intent"),
                row.getInt("create_attempt"),
                row.getInt("tries"),
                new Checkout.View(
                        row.getBoolean("late"),
                        row.getBoolean("overdue"),
                        row.getBoolean("given_up"),
                        row.getBoolean("settled")),
                row.getString("last_error"),
                row.getLong("version"));
    }
}
