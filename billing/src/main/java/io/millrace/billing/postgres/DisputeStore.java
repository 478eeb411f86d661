package io.millrace.billing.postgres;

import io.millrace.billing.returns.DisputeObject;
import io.millrace.billing.returns.Disputes;
import io.millrace.billing.returns.ReturnResult;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Disputes in PostgreSQL. Thread-safe. Leases run by the database's clock. Locks: the customer, then the dispute. */
public final class DisputeStore implements Disputes {
    /** One of a payment not in the books is due as soon as that is. */
    private static final String CLAIM = """
            UPDATE billing.dispute SET lease_until = now() + :millis * interval '1 millisecond'
            WHERE id = (
                SELECT o.id FROM billing.dispute o
                WHERE (o.lease_until IS NULL OR o.lease_until < now()) AND (
                    o.state IN ('INQUIRY', 'OPEN') AND o.grant_id IS NOT NULL
                    OR o.grant_id IS NULL AND EXISTS (
                        SELECT FROM billing.credit_grant g WHERE g.payment_intent = o.payment_intent))
                ORDER BY o.lease_until NULLS FIRST, o.created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public DisputeStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    @Override
    public Optional<String> claim(Duration lease) {
        return jdbi.inTransaction(handle -> handle.createQuery(CLAIM)
                .bind("millis", lease.toMillis())
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public ReturnResult settle(DisputeObject dispute, Duration lookAgain) {
        return jdbi.inTransaction(handle -> new DisputeSql(handle, clock).settle(dispute, lookAgain));
    }
}
