package io.millrace.billing.postgres;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Opens automatic top-ups, inside a transaction. A prepaid customer whose balance is below its threshold gets one, unless
 * one is open, a payment is disputed, its daily maximum is reached, or one failed in the last 24 hours.
 */
final class AutoTopUpSql {
    private static final String OPEN = """
            INSERT INTO billing.topup (id, customer_id, amount_cents, kind, state)
            SELECT gen_random_uuid(), c.id, c.recharge_amount_cents, 'AUTO', 'PENDING'
            FROM billing.customer c
            WHERE c.id = ANY(:ids) AND c.billing_mode = 'PREPAID'
              AND c.balance_nano < c.recharge_threshold_nano
              AND NOT EXISTS (SELECT FROM billing.dispute d WHERE d.customer_id = c.id AND d.state = 'OPEN')
              AND c.stripe_customer IS NOT NULL AND c.payment_method IS NOT NULL
              AND NOT EXISTS (SELECT FROM billing.topup t WHERE t.customer_id = c.id AND t.kind = 'AUTO'
                              AND t.state = 'FAILED' AND t.created_at > now() - interval '1 day')
              AND (SELECT count(*) FROM billing.topup t WHERE t.customer_id = c.id AND t.kind = 'AUTO'
                   AND t.created_at > now() - interval '1 day') < c.recharge_daily_max
            ON CONFLICT DO NOTHING
            """;

    private AutoTopUpSql() {}

    /** @param customers whose rows the transaction has locked */
    static void open(Handle handle, List<String> customers) {
        handle.createUpdate(OPEN).bindArray("ids", String.class, customers).execute();
    }
}
