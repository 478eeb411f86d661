package io.millrace.billing.postgres.postpaid;

import io.millrace.billing.postgres.AccountSql;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.schemas.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Charges what months that are over leave owed, and what something kept back: a charge that was under way, a dispute, a card
 * that was replaced. A threshold that usage reaches is charged with that usage. Thread-safe; several may run on one database.
 */
public final class PostpaidSweep {
    private static final int CUSTOMERS_MAX = 500;
    private static final String DUE = """
            SELECT c.id FROM billing.postpaid p JOIN billing.customer c ON c.id = p.customer_id
            LEFT JOIN LATERAL %s l ON true
            WHERE c.id > :after AND c.billing_mode = 'POSTPAID'
              AND (p.next_cut_micros <= :now
                   OR (l.ending IS DISTINCT FROM 'FAILED'
                       AND (c.overdraft_nano >= p.threshold_cents * 10000000
                            OR (l.period IS NOT NULL AND (l.ending = 'OPEN_AGAIN' OR l.owed_nano / 10000000 > l.amount_cents)))))
              AND %s
            ORDER BY c.id LIMIT :max
            """.formatted(PostpaidSql.LAST, PostpaidSql.CHARGEABLE);

    private final Jdbi jdbi;
    private final Clock clock;

    /** @param clock says which months are over */
    public PostpaidSweep(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    /** Looks at every postpaid workspace once; what fails for one is thrown after the others. Returns false: there is no more to do at once. */
    public boolean step() {
        long now = clock.nowMicros();
        RuntimeException failed = null;
        List<String> due = due("", now);
        while (!due.isEmpty()) {
            for (String customer : due) {
                RuntimeException failure = open(customer, now);
                failed = failed == null ? failure : failed;
            }
            due = due(due.get(due.size() - 1), now);
        }
        if (failed != null) {
            throw failed;
        }
        return false;
    }

    private List<String> due(String after, long nowMicros) {
        return jdbi.withHandle(handle -> handle.createQuery(DUE)
                .bind("after", after)
                .bind("now", nowMicros)
                .bind("max", CUSTOMERS_MAX)
                .mapTo(String.class)
                .list());
    }

    private @Nullable RuntimeException open(String customer, long nowMicros) {
        try {
            jdbi.useTransaction(handle -> {
                AccountSql.lock(handle, customer);
                PostpaidSql.openDue(handle, List.of(customer), nowMicros);
            });
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
