package io.millrace.billing.postgres;

import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Opens the automatic top-ups that something kept back when the balance fell: a cooldown, a daily maximum, a failure. A
 * workspace that is out of credit draws nothing, so no drawdown would. The first one is a drawdown's. Thread-safe.
 */
public final class RechargeSweep {
    private static final int CUSTOMERS_MAX = 500;
    private static final String BELOW = """
            SELECT c.id FROM billing.customer c
            WHERE c.balance_nano < c.recharge_threshold_nano AND c.billing_mode = 'PREPAID' AND c.recharge_paused_reason IS NULL
              AND c.id > :after
              AND EXISTS (SELECT FROM billing.topup t WHERE t.customer_id = c.id AND t.kind = 'AUTO')
              AND NOT EXISTS (SELECT FROM billing.topup t WHERE t.customer_id = c.id AND t.kind = 'AUTO'
                              AND t.state NOT IN ('SUCCEEDED', 'FAILED'))
            ORDER BY c.id LIMIT :max
            """;

    private final Jdbi jdbi;

    public RechargeSweep(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    /** Looks at every workspace once. Returns false: there is no more to do at once. */
    public boolean step() {
        List<String> below = below("");
        while (!below.isEmpty()) {
            for (String customer : below) {
                open(customer);
            }
            below = below(below.get(below.size() - 1));
        }
        return false;
    }

    private List<String> below(String after) {
        return jdbi.withHandle(handle -> handle.createQuery(BELOW)
                .bind("after", after)
                .bind("max", CUSTOMERS_MAX)
                .mapTo(String.class)
                .list());
    }

    private void open(String customer) {
        jdbi.useTransaction(handle -> {
            new CustomerSql(handle).lock(List.of(customer));
            AutoTopUpSql.open(handle, List.of(customer));
        });
    }
}
