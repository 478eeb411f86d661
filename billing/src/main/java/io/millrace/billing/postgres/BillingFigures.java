package io.millrace.billing.postgres;

import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * What monitors want to know of the tables, read by indexes: cheap at any size.
 *
 * @param topUps that are not over, by state
 * @param outbox rows that are not known to be in Kafka, by kind
 * @param eventsPending events of Stripe that wait
 * @param eventsPendingSeconds since the oldest of them came; 0 where none waits
 * @param eventsDead given up
 * @param deadLetters drawdowns that could not be posted
 * @param postedSeconds since the last batch was posted; -1 before the first
 * @param reconcileDifferences of the last run that ended
 */
public record BillingFigures(
        Map<String, Long> topUps,
        Map<String, Long> outbox,
        long eventsPending,
        long eventsPendingSeconds,
        long eventsDead,
        long deadLetters,
        long postedSeconds,
        long reconcileDifferences) {
    private static final String TOP_UPS =
            "SELECT state, count(*) FROM billing.topup WHERE state NOT IN ('SUCCEEDED', 'FAILED') GROUP BY state";
    private static final String ONES = """
            SELECT
                (SELECT count(*) FROM billing.outbox WHERE published_at IS NULL),
                (SELECT count(*) FROM billing.notice WHERE published_at IS NULL),
                (SELECT count(*) FROM billing.state_change WHERE published_at IS NULL),
                (SELECT count(*) FROM billing.stripe_event WHERE state = 'PENDING'),
                (SELECT coalesce(extract(epoch FROM now() - min(received_at))::bigint, 0)
                 FROM billing.stripe_event WHERE state = 'PENDING'),
                (SELECT count(*) FROM billing.stripe_event WHERE state = 'DEAD'),
                (SELECT count(*) FROM billing.dead_letter),
                coalesce((SELECT extract(epoch FROM now() - posted_at)::bigint
                          FROM billing.batch ORDER BY id DESC LIMIT 1), -1),
                coalesce((SELECT differences FROM billing.reconcile_run
                          WHERE state <> 'RUNNING' ORDER BY id DESC LIMIT 1), 0)
            """;

    public BillingFigures {
        topUps = Map.copyOf(topUps);
        outbox = Map.copyOf(outbox);
    }

    public static BillingFigures read(DataSource dataSource) {
        return BillingDatabase.jdbi(dataSource).withHandle(BillingFigures::read);
    }

    private static BillingFigures read(Handle handle) {
        Map<String, Long> topUps = new TreeMap<>();
        handle.createQuery(TOP_UPS)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(state -> topUps.put(state.getKey(), state.getValue()));
        return handle.createQuery(ONES)
                .map((row, context) -> new BillingFigures(
                        topUps,
                        Map.of("credits", row.getLong(1), "notices", row.getLong(2), "states", row.getLong(3)),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9)))
                .one();
    }
}
