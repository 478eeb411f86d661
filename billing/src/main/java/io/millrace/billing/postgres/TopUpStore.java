package io.millrace.billing.postgres;

import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.charging.TopUps;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Top-ups in PostgreSQL. Thread-safe. Leases run by the database's clock, so that machines need not agree on the time. */
public final class TopUpStore implements TopUps {
    private static final String COLUMNS = """
            t.id, t.customer_id, t.amount_cents, t.state, t.payment_intent, c.stripe_customer, c.payment_method,
            t.create_attempt, t.confirm_attempt, t.last_error, t.version,
            coalesce(t.first_sent_at < now() - interval '20 hours', false) AS create_key_old
            """;
    private static final String CLAIM = """
            UPDATE billing.topup t SET lease_until = now() + :millis * interval '1 millisecond', version = t.version + 1
            FROM billing.customer c
            WHERE c.id = t.customer_id AND t.id = (
                SELECT o.id FROM billing.topup o JOIN billing.customer p ON p.id = o.customer_id
                WHERE o.state NOT IN ('SUCCEEDED', 'FAILED') AND (o.lease_until IS NULL OR o.lease_until < now())
                  AND p.stripe_customer IS NOT NULL AND p.payment_method IS NOT NULL
                ORDER BY o.lease_until NULLS FIRST, o.created_at LIMIT 1 FOR UPDATE OF o SKIP LOCKED)
            RETURNING %s
            """.formatted(COLUMNS);
    private static final String SAVE = """
            UPDATE billing.topup
            SET state = :state, payment_intent = coalesce(payment_intent, :intent), last_error = :error,
                first_sent_at = CASE WHEN first_sent_at IS NULL AND :state <> 'PENDING'
                                       OR create_attempt <> :create THEN now() ELSE first_sent_at END,
                create_attempt = :create, confirm_attempt = :confirm,
                lease_until = now() + :millis * interval '1 millisecond', version = version + 1, updated_at = now()
            WHERE id = :id AND version = :version AND state NOT IN ('SUCCEEDED', 'FAILED')
            """;
    private static final String LOCK = "SELECT " + COLUMNS + """
                     FROM billing.topup t JOIN billing.customer c ON c.id = t.customer_id
                    WHERE t.id = :id FOR UPDATE OF t
                    """;
    private static final String FINISH = """
            UPDATE billing.topup
            SET state = 'SUCCEEDED', payment_intent = coalesce(payment_intent, :intent), last_error = NULL,
                first_sent_at = coalesce(first_sent_at, now()), version = version + 1, updated_at = now()
            WHERE id = :id
            """;

    private static final String PAID_BY = "SELECT " + COLUMNS + """
                     FROM billing.topup t JOIN billing.customer c ON c.id = t.customer_id
                    WHERE t.payment_intent = :intent OR t.id = :id
                    ORDER BY t.payment_intent = :intent DESC NULLS LAST LIMIT 1
                    """;

    private final Jdbi jdbi;
    private final Clock clock;

    public TopUpStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    @Override
    public Optional<TopUp> claim(Duration lease) {
        return jdbi.inTransaction(handle -> handle.createQuery(CLAIM)
                .bind("millis", lease.toMillis())
                .map((row, context) -> topUp(row))
                .findOne());
    }

    @Override
    public Optional<TopUp> save(TopUp topUp, Duration lease) {
        int saved = jdbi.inTransaction(handle -> handle.createUpdate(SAVE)
                .bind("state", topUp.state().name())
                .bind("intent", topUp.paymentIntent())
                .bind("error", topUp.lastError())
                .bind("create", topUp.createAttempt())
                .bind("confirm", topUp.confirmAttempt())
                .bind("millis", lease.toMillis())
                .bind("id", topUp.id())
                .bind("version", topUp.version())
                .execute());
        return saved == 1 ? Optional.of(topUp.stored()) : Optional.empty();
    }

    @Override
    public boolean settle(TopUp topUp, Intent intent) {
        return jdbi.inTransaction(handle -> settle(handle, topUp, intent));
    }

    /** The top-up that keeps the payment's id, else the one that the payment's metadata name; empty where it is none of ours. */
    public Optional<TopUp> paidBy(Intent intent) {
        return jdbi.withHandle(handle -> handle.createQuery(PAID_BY)
                .bind("intent", intent.id())
                .bindByType("id", uuid(intent.topUpId()), UUID.class)
                .map((row, context) -> topUp(row))
                .findOne());
    }

    /** Customer before top-up, as the posting of a batch does it: locks never cross. */
    private boolean settle(Handle handle, TopUp topUp, Intent intent) {
        CustomerSql customers = new CustomerSql(handle);
        var customer = customers.lock(List.of(topUp.workspaceId())).get(0);
        TopUp current = handle.createQuery(LOCK)
                .bind("id", topUp.id())
                .map((row, context) -> topUp(row))
                .one();
        requireSame(current, intent);
        if (current.state() == TopUpState.SUCCEEDED) {
            return false;
        }
        handle.createUpdate(FINISH)
                .bind("id", current.id())
                .bind("intent", intent.id())
                .execute();
        NewGrant grant = NewGrant.of(
                current.workspaceId(),
                Money.ofCents(current.amountCents()),
                GrantKind.PAID,
                current.id().toString());
        GrantSql.Source source =
                new GrantSql.Source("topup", current.id().toString(), intent.id(), SystemAccount.STRIPE_CLEARING);
        new GrantSql(handle).book(customer, grant, source, clock.nowMicros());
        AutoTopUpSql.open(handle, List.of(current.workspaceId()));
        return true;
    }

    private static void requireSame(TopUp topUp, Intent intent) {
        boolean sameIntent =
                topUp.paymentIntent() == null || topUp.paymentIntent().equals(intent.id());
        if (sameIntent && intent.amountCents() == topUp.amountCents()) {
            return;
        }
        throw new MillraceException(
                ErrorKind.EXTERNAL,
                "TOP_UP_MISMATCH",
                Expected.message(
                        "payment of top-up " + topUp.id(),
                        intent.id() + " of " + intent.amountCents() + " cents",
                        topUp.paymentIntent() + " of " + topUp.amountCents() + " cents"));
    }

    /** Metadata may be written by anybody: null where they are no id. */
    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static TopUp topUp(ResultSet row) throws SQLException {
        return new TopUp(
                row.getObject("id", UUID.class),
                row.getString("customer_id"),
                row.getLong("amount_cents"),
                TopUpState.valueOf(row.getString("state")),
                row.getString("payment_intent"),
                row.getString("stripe_customer"),
                row.getString("payment_method"),
                row.getInt("create_attempt"),
                row.getInt("confirm_attempt"),
                row.getBoolean("create_key_old"),
                row.getString("last_error"),
                row.getLong("version"));
    }
}
