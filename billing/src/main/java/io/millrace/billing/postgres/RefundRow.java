package io.millrace.billing.postgres;

import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundState;
import io.millrace.billing.returns.Split;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A refund, and what is booked for it. */
record RefundRow(Refund refund, Split split) {
    static final String COLUMNS = """
            r.id, r.customer_id, r.payment_intent, r.amount_cents, r.state, r.stripe_refund, r.create_attempt,
            coalesce(r.first_sent_at < now() - interval '20 hours', false) AS key_old,
            r.refused_code, r.last_error, r.version,
            """ + ReturnSql.SPLIT;

    static RefundRow of(ResultSet row) throws SQLException {
        Refund refund = new Refund(
                row.getObject("id", UUID.class),
                row.getString("customer_id"),
                row.getString("payment_intent"),
                row.getLong("amount_cents"),
                RefundState.valueOf(row.getString("state")),
                row.getString("stripe_refund"),
                row.getInt("create_attempt"),
                row.getBoolean("key_old"),
                row.getString("refused_code"),
                row.getString("last_error"),
                row.getLong("version"));
        return new RefundRow(refund, ReturnSql.split(row));
    }

    boolean isBooked() {
        return split.total().nanoUsd() > 0;
    }
}
