package io.millrace.billing.postgres.checkout;

import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.RechargeRule;
import io.millrace.billing.checkout.Checkout;
import io.millrace.billing.checkout.CheckoutMachine;
import io.millrace.billing.checkout.Checkouts;
import io.millrace.billing.checkout.KeptCard;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rule.Require;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Checkouts in PostgreSQL. Thread-safe. Leases and the time of a page run by the database's clock. */
public final class CheckoutStore implements Checkouts {
    private static final String CLAIM = """
            UPDATE billing.checkout k SET lease_until = now() + :millis * interval '1 millisecond', version = k.version + 1
            FROM billing.topup t, billing.customer c
            WHERE t.id = k.topup_id AND c.id = t.customer_id AND k.topup_id = (
                SELECT o.topup_id FROM billing.checkout o JOIN billing.topup p ON p.id = o.topup_id
                WHERE (CAST(:only AS uuid) IS NULL OR o.topup_id = :only) AND (o.lease_until IS NULL OR o.lease_until < now())
                  AND (p.state NOT IN ('SUCCEEDED', 'FAILED', 'FROZEN')
                       OR p.state = 'SUCCEEDED' AND o.save_card AND o.card_kept_at IS NULL)
                ORDER BY o.lease_until NULLS FIRST, p.created_at LIMIT 1 FOR UPDATE OF o SKIP LOCKED)
            RETURNING
            """ + CheckoutColumns.ALL;
    private static final String SAVE_TOP_UP = """
            UPDATE billing.topup
            SET state = CASE :state WHEN 'PAYING' THEN 'PROCESSING' WHEN 'CANCELING' THEN 'CANCELING'
                        WHEN 'REQUESTED' THEN CASE WHEN first_sent_at IS NULL THEN 'PENDING' ELSE 'SUBMITTED' END
                        ELSE 'SUBMITTED' END,
                first_sent_at = CASE WHEN :state = 'REQUESTED' THEN first_sent_at ELSE coalesce(first_sent_at, now()) END,
                payment_intent = coalesce(payment_intent, :intent), last_error = :error, action_url = :url,
                version = version + 1, updated_at = now()
            WHERE id = :id AND state NOT IN ('SUCCEEDED', 'FAILED', 'FROZEN')
            """;
    private static final String SAVE = """
            UPDATE billing.checkout
            SET state = :state, session = :session, create_attempt = :attempt, tries = :tries,
                lease_until = now() + :millis * interval '1 millisecond', version = version + 1
            WHERE topup_id = :id AND version = :version
            """;
    private static final String CUSTOMER = """
            UPDATE billing.customer SET stripe_customer = coalesce(stripe_customer, :customer) WHERE id = :id
            RETURNING stripe_customer
            """;
    private static final String END = """
            UPDATE billing.topup t SET state = :state, last_error = :error, action_url = NULL,
                first_sent_at = coalesce(first_sent_at, now()), version = version + 1, updated_at = now()
            WHERE t.id = :id AND t.state NOT IN ('SUCCEEDED', 'FAILED')
              AND EXISTS (SELECT FROM billing.checkout k WHERE k.topup_id = t.id AND k.version = :version)
            """;
    private static final String WAKE = """
            UPDATE billing.checkout k SET lease_until = now(), version = k.version + 1
            FROM billing.topup t
            WHERE t.id = k.topup_id AND k.topup_id = :id AND t.state NOT IN ('SUCCEEDED', 'FAILED', 'FROZEN')
            """;
    private static final String URL = """
            SELECT action_url FROM billing.topup
            WHERE id = :id AND payment = 'CHECKOUT' AND state = 'SUBMITTED' AND action_url IS NOT NULL
            """;
    private static final String GIVE_UP = """
            UPDATE billing.checkout k SET given_up = :reason, lease_until = now(), version = k.version + 1
            FROM billing.topup t
            WHERE t.id = k.topup_id AND t.customer_id = :workspace AND k.given_up IS NULL
              AND t.state NOT IN ('SUCCEEDED', 'FAILED')
            """;

    private final Jdbi jdbi;
    private final TopUpStore topUps;

    /** @param topUps where payments are booked */
    public CheckoutStore(DataSource dataSource, TopUpStore topUps) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.topUps = topUps;
    }

    /**
     * Opens a top-up that is paid on a page, once per workspace and key; opens the account where there is none. A cashier
     * makes the page.
     *
     * @param amountCents whole cents of USD
     * @param returnUrl where the customer comes back to
     * @param life of the page, 35 minutes to 24 hours
     * @throws MillraceException code TOP_UP_CONFLICT, when the key stands for another amount or way to pay
     */
    public UUID request(
            String workspaceId, long amountCents, String key, String returnUrl, boolean saveCard, Duration life) {
        Require.workspaceId("workspace", workspaceId);
        RechargeRule.requireCents("top-up amount_cents", amountCents);
        return jdbi.inTransaction(handle ->
                new CheckoutRequestSql(handle).request(workspaceId, amountCents, key, returnUrl, saveCard, life));
    }

    @Override
    public Optional<Checkout> claim(Duration lease) {
        return claim(null, lease.toMillis());
    }

    @Override
    public Optional<Checkout> claim(UUID topUpId, Duration lease) {
        return claim(topUpId, lease.toMillis());
    }

    private Optional<Checkout> claim(@Nullable UUID only, long millis) {
        return jdbi.inTransaction(handle -> handle.createQuery(CLAIM)
                .bindByType("only", only, UUID.class)
                .bind("millis", millis)
                .map((row, context) -> CheckoutColumns.checkout(row))
                .findOne());
    }

    @Override
    public Optional<Checkout> save(Checkout checkout, Duration lease) {
        return jdbi.inTransaction(handle -> save(handle, checkout, lease));
    }

    private static Optional<Checkout> save(Handle handle, Checkout checkout, Duration lease) {
        int mine = handle.createUpdate(SAVE)
                .bind("state", checkout.state().name())
                .bind("session", checkout.session())
                .bind("attempt", checkout.createAttempt())
                .bind("tries", checkout.tries())
                .bind("millis", lease.toMillis())
                .bind("id", checkout.topUpId())
                .bind("version", checkout.version())
                .execute();
        boolean open = mine == 1
                && handle.createUpdate(SAVE_TOP_UP)
                                .bind("state", checkout.state().name())
                                .bind("intent", checkout.paymentIntent())
                                .bind("error", checkout.lastError())
                                .bind("url", checkout.url())
                                .bind("id", checkout.topUpId())
                                .execute()
                        == 1;
        return open ? Optional.of(checkout.stored()) : Optional.empty();
    }

    @Override
    public Optional<Checkout> customer(Checkout checkout, String stripeCustomer) {
        return jdbi.inTransaction(handle -> {
            String kept = handle.createQuery(CUSTOMER)
                    .bind("customer", stripeCustomer)
                    .bind("id", checkout.workspaceId())
                    .mapTo(String.class)
                    .one();
            int named = handle.createUpdate(
                            "UPDATE billing.topup SET stripe_customer = coalesce(stripe_customer, :kept) WHERE id = :id")
                    .bind("kept", kept)
                    .bind("id", checkout.topUpId())
                    .execute();
            return named == 1 ? Optional.of(checkout.of(kept)) : Optional.empty();
        });
    }

    @Override
    public void fail(Checkout checkout, String error) {
        end(checkout, "FAILED", error);
    }

    @Override
    public void freeze(Checkout checkout, String error) {
        end(checkout, "FROZEN", error);
    }

    private void end(Checkout checkout, String state, String error) {
        jdbi.useTransaction(handle -> handle.createUpdate(END)
                .bind("state", state)
                .bind("error", error)
                .bind("id", checkout.topUpId())
                .bind("version", checkout.version())
                .execute());
    }

    @Override
    public void settle(Checkout checkout, Intent intent) {
        topUps.paidBy(intent).ifPresent(topUp -> topUps.settle(topUp, intent));
    }

    @Override
    public void keep(Checkout checkout, @Nullable KeptCard card) {
        jdbi.useTransaction(handle -> new KeptCardSql(handle).keep(checkout, card));
    }

    /** The link of an open page; empty where there is none. */
    public Optional<String> url(UUID topUpId) {
        return jdbi.withHandle(handle ->
                handle.createQuery(URL).bind("id", topUpId).mapTo(String.class).findOne());
    }

    /** Makes a checkout due, since there is news of it. False where there is none, or its top-up is final. */
    public boolean wake(UUID topUpId) {
        return jdbi.inTransaction(
                handle -> handle.createUpdate(WAKE).bind("id", topUpId).execute() == 1);
    }

    /**
     * Nobody wants the open checkouts of a workspace any more: their pages are closed, and what was paid meanwhile is booked.
     *
     * @return how many
     */
    public int giveUp(String workspaceId) {
        return jdbi.inTransaction(handle -> giveUp(handle, workspaceId));
    }

    /** The same inside a transaction. */
    public static int giveUp(Handle handle, String workspaceId) {
        return handle.createUpdate(GIVE_UP)
                .bind("reason", CheckoutMachine.GIVEN_UP)
                .bind("workspace", workspaceId)
                .execute();
    }
}
