package io.millrace.billing.postgres.subscription;

import io.millrace.billing.dunning.DunningSettings;
import io.millrace.billing.dunning.Standing;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.subscription.Fetched;
import io.millrace.billing.subscription.Mirrored;
import io.millrace.billing.subscription.SubscriptionStatus;
import io.millrace.billing.subscription.Subscriptions;
import io.millrace.schemas.time.Clock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Mirrored subscriptions and their ladder in PostgreSQL. Thread-safe. Locks: the customer, then the rest. */
public final class SubscriptionStore implements Subscriptions {
    private static final int WORKSPACES_MAX = 100;
    private static final String LOCK = """
            SELECT stripe_customer, closing_at IS NOT NULL AS closing FROM billing.customer WHERE id = :id FOR UPDATE
            """;
    private static final String ROW = """
            SELECT s.*, coalesce(d.standing, 'GOOD') AS standing
            FROM billing.subscription s LEFT JOIN billing.dunning d ON d.workspace_id = s.workspace_id
            WHERE s.workspace_id = :id
            """;
    private static final String WRITE = """
            INSERT INTO billing.subscription (workspace_id, stripe_customer, subscription_id, status, period_end_seconds,
                card_last4, billing_country, synced_at_micros)
            VALUES (:id, :customer, :subscription, :status, :end, :last4, :country, :synced)
            ON CONFLICT (workspace_id) DO UPDATE SET stripe_customer = :customer, subscription_id = :subscription,
                status = :status, period_end_seconds = :end, card_last4 = :last4, billing_country = :country,
                synced_at_micros = :synced
            """;
    private static final String DUE = """
            SELECT d.workspace_id FROM billing.dunning d JOIN billing.customer c ON c.id = d.workspace_id AND c.closing_at IS NULL
            WHERE d.next_at_micros <= :now ORDER BY d.next_at_micros LIMIT :max
            """;
    private static final String OF_CUSTOMER = "SELECT id FROM billing.customer WHERE stripe_customer = :key";
    private static final String WITH_METHOD = """
            SELECT stripe_customer FROM billing.customer WHERE payment_method = :key AND stripe_customer IS NOT NULL
            ORDER BY id LIMIT 1
            """;

    /**
     * An account that is locked.
     *
     * @param closing closing or closed: nobody is dunned for a subscription that its closing cancels
     */
    private record Held(@Nullable String stripeCustomer, boolean closing) {
        /** Whether the profile was erased while the provider was asked. */
        boolean hasForgotten(Fetched fetched) {
            return closing && !fetched.stripeCustomer().equals(stripeCustomer);
        }
    }

    private final Jdbi jdbi;
    private final Clock clock;
    private final DunningSettings dunning;

    /** One with the ladder's defaults. */
    public SubscriptionStore(DataSource dataSource, Clock clock) {
        this(dataSource, clock, DunningSettings.DEFAULTS);
    }

    public SubscriptionStore(DataSource dataSource, Clock clock, DunningSettings dunning) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
        this.dunning = dunning;
    }

    @Override
    public Optional<String> workspaceOf(String stripeCustomer) {
        return text(OF_CUSTOMER, stripeCustomer);
    }

    @Override
    public Optional<String> customerWith(String paymentMethod) {
        return text(WITH_METHOD, paymentMethod);
    }

    private Optional<String> text(String sql, String key) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql).bind("key", key).mapTo(String.class).findOne());
    }

    /** Empty where none was fetched. */
    public Optional<Mirrored> of(String workspaceId) {
        return jdbi.withHandle(handle -> find(handle, workspaceId));
    }

    @Override
    public boolean save(String workspaceId, Fetched fetched, long askedAtMicros) {
        return jdbi.inTransaction(handle -> {
            Held held = lock(handle, workspaceId);
            if (held.hasForgotten(fetched)) {
                return false;
            }
            Optional<Mirrored> known = find(handle, workspaceId);
            if (known.isPresent() && known.get().syncedAtMicros() > askedAtMicros) {
                return false;
            }
            write(handle, workspaceId, fetched, askedAtMicros);
            boolean moved = !held.closing() && apply(handle, workspaceId, fetched);
            return moved || !known.map(Mirrored::fetched).equals(Optional.of(fetched));
        });
    }

    private boolean apply(Handle handle, String workspaceId, Fetched fetched) {
        return new DunningSql(handle, dunning, clock.nowMicros())
                .apply(workspaceId, fetched.status(), fetched.subscriptionId());
    }

    private static Held lock(Handle handle, String workspaceId) {
        return handle.createQuery(LOCK)
                .bind("id", workspaceId)
                .map((row, context) -> new Held(row.getString("stripe_customer"), row.getBoolean("closing")))
                .one();
    }

    private static void write(Handle handle, String workspaceId, Fetched fetched, long askedAtMicros) {
        handle.createUpdate(WRITE)
                .bind("id", workspaceId)
                .bind("customer", fetched.stripeCustomer())
                .bind("subscription", fetched.subscriptionId())
                .bind("status", fetched.status().name())
                .bind("end", fetched.periodEndSeconds())
                .bind("last4", fetched.cardLast4())
                .bind("country", fetched.billingCountry())
                .bind("synced", askedAtMicros)
                .execute();
    }

    /**
     * Moves those whose next rung is due now, 100 at most. One that fails does not keep the others.
     *
     * @return whether there may be more to do at once
     * @throws RuntimeException what the first that failed threw, after the rest is done
     */
    public boolean climb() {
        List<String> due = jdbi.withHandle(handle -> handle.createQuery(DUE)
                .bind("now", clock.nowMicros())
                .bind("max", WORKSPACES_MAX)
                .mapTo(String.class)
                .list());
        RuntimeException failed = null;
        for (String workspaceId : due) {
            RuntimeException failure = climb(workspaceId);
            failed = failed == null ? failure : failed;
        }
        if (failed != null) {
            throw failed;
        }
        return !due.isEmpty();
    }

    private @Nullable RuntimeException climb(String workspaceId) {
        try {
            jdbi.useTransaction(handle -> {
                if (!lock(handle, workspaceId).closing()) {
                    find(handle, workspaceId).ifPresent(row -> apply(handle, workspaceId, row.fetched()));
                }
            });
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static Optional<Mirrored> find(Handle handle, String workspaceId) {
        return handle.createQuery(ROW)
                .bind("id", workspaceId)
                .map((row, context) -> mirrored(row))
                .findOne();
    }

    private static Mirrored mirrored(ResultSet row) throws SQLException {
        long end = row.getLong("period_end_seconds");
        Long periodEnd = row.wasNull() ? null : end;
        Fetched fetched = new Fetched(
                row.getString("stripe_customer"),
                row.getString("subscription_id"),
                SubscriptionStatus.valueOf(row.getString("status")),
                periodEnd,
                row.getString("card_last4"),
                row.getString("billing_country"));
        return new Mirrored(
                row.getString("workspace_id"),
                fetched,
                row.getLong("synced_at_micros"),
                Standing.valueOf(row.getString("standing")));
    }
}
