package io.millrace.billing.postgres;

import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.Setback;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.charging.TopUps;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.postgres.postpaid.PostpaidSql;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Clock;
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
    private static final String CLAIM = """
            UPDATE billing.topup t SET lease_until = now() + :millis * interval '1 millisecond', version = t.version + 1
            FROM billing.customer c
            WHERE c.id = t.customer_id AND t.id = (
                SELECT o.id FROM billing.topup o JOIN billing.customer p ON p.id = o.customer_id
                WHERE o.state NOT IN ('SUCCEEDED', 'FAILED') AND o.state <> 'FROZEN' AND (o.lease_until IS NULL OR o.lease_until < now())
                  AND o.payment = 'OFF_SESSION'
                  AND coalesce(o.stripe_customer, p.stripe_customer) IS NOT NULL
                  AND coalesce(o.payment_method, p.payment_method) IS NOT NULL
                ORDER BY o.lease_until NULLS FIRST, o.created_at LIMIT 1 FOR UPDATE OF o SKIP LOCKED)
            RETURNING %s
            """.formatted(TopUpColumns.ALL);
    private static final String SAVE = """
            UPDATE billing.topup
            SET state = :state, payment_intent = coalesce(payment_intent, :intent), last_error = :error,
                first_sent_at = CASE WHEN first_sent_at IS NULL AND :state <> 'PENDING'
                                       OR create_attempt <> :create THEN now() ELSE first_sent_at END,
                stripe_customer = coalesce(stripe_customer, :customer), payment_method = coalesce(payment_method, :method),
                create_attempt = :create, confirm_attempt = :confirm, declines = :declines, tries = :tries,
                action_url = :url,
                action_until = CASE WHEN :state <> 'REQUIRES_ACTION' THEN NULL
                                    ELSE coalesce(action_until, now() + interval '23 hours') END,
                lease_until = now() + :millis * interval '1 millisecond', version = version + 1, updated_at = now()
            WHERE id = :id AND version = :version AND state NOT IN ('SUCCEEDED', 'FAILED')
            """;
    private static final String LOCK = "SELECT " + TopUpColumns.ALL + """
                     FROM billing.topup t JOIN billing.customer c ON c.id = t.customer_id
                    WHERE t.id = :id FOR UPDATE OF t
                    """;
    private static final String FINISH = """
            UPDATE billing.topup
            SET state = 'SUCCEEDED', payment_intent = coalesce(payment_intent, :intent), last_error = NULL,
                first_sent_at = coalesce(first_sent_at, now()), version = version + 1, updated_at = now()
            WHERE id = :id
            """;

    private static final String FROZEN =
            "SELECT id, last_error FROM billing.topup WHERE state = 'FROZEN' ORDER BY updated_at";
    private static final String THAW = """
            UPDATE billing.topup SET state = 'UNKNOWN', lease_until = NULL, version = version + 1, updated_at = now(),
                released_at = now(), release_reason = :reason
            WHERE id = :id AND state = 'FROZEN'
            """;
    private static final String PAID_BY = "SELECT " + TopUpColumns.ALL + """
                     FROM billing.topup t JOIN billing.customer c ON c.id = t.customer_id
                    WHERE t.payment_intent = :intent OR t.id = :id
                    ORDER BY t.payment_intent = :intent DESC NULLS LAST LIMIT 1
                    """;

    private static final int REASON_LENGTH_MAX = 256;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Notices notices;

    public TopUpStore(DataSource dataSource, Clock clock) {
        this(dataSource, clock, Notices.OUTBOX);
    }

    /** One that tells customers in another way. */
    public TopUpStore(DataSource dataSource, Clock clock, Notices notices) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
        this.notices = notices;
    }

    @Override
    public Optional<TopUp> claim(Duration lease) {
        return jdbi.inTransaction(handle -> handle.createQuery(CLAIM)
                .bind("millis", lease.toMillis())
                .map((row, context) -> TopUpColumns.topUp(row))
                .findOne());
    }

    @Override
    public Optional<TopUp> save(TopUp topUp, Duration lease, @Nullable Setback setback) {
        return jdbi.inTransaction(handle -> {
            if (setback != null) {
                new CustomerSql(handle).lock(List.of(topUp.workspaceId()));
            }
            if (!save(handle, topUp, lease)) {
                return Optional.empty();
            }
            if (setback != null) {
                new RechargeSql(handle, notices, clock).setback(topUp.stored(), setback);
            }
            return Optional.of(topUp.stored());
        });
    }

    private static boolean save(Handle handle, TopUp topUp, Duration lease) {
        return handle.createUpdate(SAVE)
                        .bind("state", topUp.state().name())
                        .bind("intent", topUp.paymentIntent())
                        .bind("error", topUp.lastError())
                        .bind("customer", topUp.stripeCustomer())
                        .bind("method", topUp.paymentMethod())
                        .bind("create", topUp.attempts().create())
                        .bind("confirm", topUp.attempts().confirm())
                        .bind("declines", topUp.attempts().declines())
                        .bind("tries", topUp.attempts().tries())
                        .bind("url", topUp.actionUrl())
                        .bind("millis", lease.toMillis())
                        .bind("id", topUp.id())
                        .bind("version", topUp.version())
                        .execute()
                == 1;
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
                .map((row, context) -> TopUpColumns.topUp(row))
                .findOne());
    }

    /** Customer before top-up, as the posting of a batch does it: locks never cross. */
    private boolean settle(Handle handle, TopUp topUp, Intent intent) {
        CustomerSql customers = new CustomerSql(handle);
        var customer = customers.lock(List.of(topUp.workspaceId())).get(0);
        TopUp current = handle.createQuery(LOCK)
                .bind("id", topUp.id())
                .map((row, context) -> TopUpColumns.topUp(row))
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
        new RechargeSql(handle, notices, clock).paid(current);
        AutoTopUpSql.open(handle, List.of(current.workspaceId()));
        PostpaidSql.openReached(handle, List.of(current.workspaceId()));
        return true;
    }

    /** Top-ups that wait for somebody of ours, the longest frozen first, as messages. */
    public List<String> frozen() {
        return jdbi.withHandle(handle -> handle.createQuery(FROZEN)
                .map((row, context) -> Expected.message(
                        "top-up " + row.getString("id"),
                        "FROZEN " + row.getString("last_error"),
                        "somebody who looks at it, then ./millrace credit top-ups release ID --reason"))
                .list());
    }

    /**
     * Lets the charger go on with a frozen top-up: it asks the provider what became of it first.
     *
     * @param reason for the books, 1 to 256 characters
     * @return false where it is not frozen
     */
    public boolean thaw(UUID topUpId, String reason) {
        if (reason.isBlank()) {
            throw MillraceException.user("NO_REASON", "release reason", reason, "a text that says why");
        }
        Require.note("release reason", reason, REASON_LENGTH_MAX);
        return jdbi.inTransaction(handle -> handle.createUpdate(THAW)
                        .bind("id", topUpId)
                        .bind("reason", reason)
                        .execute()
                == 1);
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
}
