package io.millrace.billing.postgres;

import io.millrace.billing.charging.Orphans;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Top-ups that needed more than one create key, or failed without a payment, each once: no other leaves a payment behind.
 * Thread-safe.
 */
public final class OrphanStore implements Orphans {
    private static final String NEXT = """
            SELECT id, stripe_customer, payment_intent FROM billing.topup
            WHERE swept_at IS NULL AND (create_attempt > 1 OR (state = 'FAILED' AND payment_intent IS NULL))
              AND first_sent_at < now() - interval '1 hour' AND stripe_customer IS NOT NULL
              AND (payment_intent IS NOT NULL OR state = 'FAILED')
            ORDER BY first_sent_at LIMIT 1
            """;

    private final Jdbi jdbi;

    public OrphanStore(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    @Override
    public Optional<Suspect> next() {
        return jdbi.withHandle(handle -> handle.createQuery(NEXT)
                .map((row, context) -> new Suspect(
                        row.getObject("id", UUID.class),
                        row.getString("stripe_customer"),
                        row.getString("payment_intent")))
                .findOne());
    }

    @Override
    public void swept(UUID topUpId) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE billing.topup SET swept_at = now() WHERE id = :id")
                .bind("id", topUpId)
                .execute());
    }
}
