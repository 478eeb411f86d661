package io.millrace.billing.postgres;

import io.millrace.billing.charging.RechargePause;
import io.millrace.billing.charging.RechargeRule;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.postpaid.PostpaidSql;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Accounts as people see them: opened, granted to, topped up by hand, and read. Thread-safe; a method, a transaction. */
public final class AccountStore {
    private static final String TERMS = """
            UPDATE billing.customer SET billing_mode = :mode, recharge_threshold_nano = :threshold,
                recharge_amount_cents = :amount, recharge_daily_max = :daily, recharge_target_nano = :target,
                recharge_charge_max_cents = :chargeMax, recharge_day_max_cents = :dayMax,
                recharge_cooldown_seconds = :cooldown, payment_method = :method,
                card_last4 = CASE WHEN payment_method IS NOT DISTINCT FROM CAST(:method AS text) THEN card_last4 END
            WHERE id = :id
            """;
    private static final String METHOD = "SELECT payment_method FROM billing.customer WHERE id = :id FOR UPDATE";
    private static final String CHARGES = """
            SELECT id, customer_id, amount_cents, last_error, action_url,
                CASE WHEN payment = 'CHECKOUT' AND state = 'SUBMITTED' AND action_url IS NOT NULL
                     THEN 'REQUIRES_ACTION' ELSE state END AS state,
                (extract(epoch FROM updated_at) * 1000000)::bigint AS updated
            FROM billing.topup ORDER BY updated_at DESC, id LIMIT :max
            """;

    private final Jdbi jdbi;
    private final Clock clock;
    private final GrantStore grants;

    public AccountStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
        grants = new GrantStore(dataSource, clock);
    }

    /** Opens the account where there is none, and sets its terms. */
    public void setTerms(AccountTerms terms) {
        jdbi.useTransaction(handle -> {
            new CustomerSql(handle).openMissing(List.of(terms.workspaceId()));
            AccountSql.lock(handle, terms.workspaceId());
            AccountSql.requireOpen(handle, terms.workspaceId());
            Optional<String> method = handle.createQuery(METHOD)
                    .bind("id", terms.workspaceId())
                    .mapTo(String.class)
                    .findOne();
            update(handle, terms);
            StateChanges.workspace(handle, terms.workspaceId());
            if (terms.mode() == BillingMode.PREPAID) {
                PostpaidSql.forget(handle, terms.workspaceId());
            }
            if (!method.equals(Optional.ofNullable(terms.paymentMethod()))) {
                AccountSql.goOn(handle, terms.workspaceId());
            }
        });
    }

    private static void update(Handle handle, AccountTerms terms) {
        AutoRecharge recharge = terms.autoRecharge();
        RechargeRule rule = recharge == null ? null : recharge.rule();
        Money target = rule == null ? null : rule.target();
        handle.createUpdate(TERMS)
                .bind("mode", terms.mode().name())
                .bind("threshold", rule == null ? null : rule.threshold().nanoUsd())
                .bind("amount", rule == null ? null : rule.amountCents())
                .bind("target", target == null ? null : target.nanoUsd())
                .bind("chargeMax", rule == null ? RechargeRule.CENTS_MAX : rule.chargeCentsMax())
                .bind("dayMax", rule == null ? null : rule.dayCentsMax())
                .bind("daily", recharge == null ? null : recharge.dailyMax())
                .bind("cooldown", recharge == null ? 0 : recharge.cooldown().toSeconds())
                .bind("method", terms.paymentMethod())
                .bind("id", terms.workspaceId())
                .execute();
    }

    /** Why the card is not charged by itself although a threshold is set; empty where it is. */
    public Optional<RechargePause> rechargePause(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT recharge_paused_reason FROM billing.customer"
                        + " WHERE id = :id AND recharge_paused_reason IS NOT NULL")
                .bind("id", workspaceId)
                .mapTo(String.class)
                .findOne()
                .map(RechargePause::valueOf));
    }

    /** Pauses auto-recharge until it is resumed. False where it is paused already, or not set up. */
    public boolean pauseRecharge(String workspaceId) {
        return jdbi.inTransaction(
                handle -> new RechargeSql(handle, Notices.OUTBOX, clock).pause(workspaceId, RechargePause.BY_HAND));
    }

    /** Ends any pause, and opens a top-up where the balance is below the threshold. */
    public void resumeRecharge(String workspaceId) {
        jdbi.useTransaction(handle -> {
            new CustomerSql(handle).lock(List.of(workspaceId));
            RechargeSql.resume(handle, workspaceId, true, true);
            AutoTopUpSql.open(handle, List.of(workspaceId));
        });
    }

    public Optional<String> stripeCustomer(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT stripe_customer FROM billing.customer WHERE id = :id AND stripe_customer IS NOT NULL")
                .bind("id", workspaceId)
                .mapTo(String.class)
                .findOne());
    }

    /** Keeps the first one it is told. */
    public void setStripeCustomer(String workspaceId, String stripeCustomer) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE billing.customer SET stripe_customer = coalesce(stripe_customer, :stripe) WHERE id = :id")
                .bind("stripe", stripeCustomer)
                .bind("id", workspaceId)
                .execute());
    }

    /** As {@link GrantStore#grant}. */
    public boolean grant(NewGrant grant) {
        return grants.grant(grant);
    }

    /**
     * Opens a top-up by hand, once per workspace and key; the charger charges it.
     *
     * @throws MillraceException code NO_PAYMENT_METHOD or ACCOUNT_CLOSED
     */
    public UUID topUp(String workspaceId, long amountCents, String key) {
        RechargeRule.requireCents("top-up amount_cents", amountCents);
        UUID id = UUID.nameUUIDFromBytes(("topup|" + workspaceId + "|" + key).getBytes(StandardCharsets.UTF_8));
        boolean chargeable = jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO billing.topup (id, customer_id, amount_cents, kind, state)
                            SELECT :id, c.id, :amount, 'MANUAL', 'PENDING' FROM billing.customer c
                            WHERE c.id = :workspace AND c.stripe_customer IS NOT NULL AND c.payment_method IS NOT NULL
                              AND c.closing_at IS NULL
                            FOR SHARE
                            ON CONFLICT (id) DO NOTHING
                            """)
                    .bind("id", id)
                    .bind("amount", amountCents)
                    .bind("workspace", workspaceId)
                    .execute();
            boolean opened = handle.createQuery("SELECT count(*) FROM billing.topup WHERE id = :id")
                            .bind("id", id)
                            .mapTo(Long.class)
                            .one()
                    == 1;
            if (!opened) {
                AccountSql.requireOpen(handle, workspaceId);
            }
            return opened;
        });
        if (!chargeable) {
            throw MillraceException.user(
                    "NO_PAYMENT_METHOD", "workspace", workspaceId, "one with an account and a payment method");
        }
        return id;
    }

    /** What is left of all grants less what is owed; empty where there is no account. */
    public Optional<Money> balance(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT balance_nano FROM billing.customer WHERE id = :id")
                .bind("id", workspaceId)
                .mapTo(Long.class)
                .findOne()
                .map(Money::new));
    }

    /** Where a workspace stands; empty where there is no account. */
    public Optional<CreditStanding> standing(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM billing.customer_credit WHERE workspace_id = :id")
                .bind("id", workspaceId)
                .map((row, context) -> new CreditStanding(
                        new Money(row.getLong("balance_nano")),
                        new Money(row.getLong("overdraft_nano")),
                        new Money(row.getLong("overdraft_limit_nano")),
                        row.getBoolean("over_limit")))
                .findOne());
    }

    /**
     * Sets how far below zero a prepaid workspace may go; opens the account where there is none. Usage that was served is
     * booked whatever the limit.
     *
     * @param limit from $0
     */
    public void setOverdraftLimit(String workspaceId, Money limit) {
        jdbi.useTransaction(handle -> {
            new CustomerSql(handle).openMissing(List.of(workspaceId));
            handle.createUpdate("UPDATE billing.customer SET overdraft_limit_nano = :limit WHERE id = :id")
                    .bind("limit", limit.nanoUsd())
                    .bind("id", workspaceId)
                    .execute();
            StateChanges.workspace(handle, workspaceId);
        });
    }

    /** As {@link GrantStore#grants}. */
    public List<GrantView> grants(String workspaceId) {
        return grants.grants(workspaceId);
    }

    /** Top-ups, the latest changed first. */
    public List<Charge> charges(int max) {
        return jdbi.withHandle(handle -> handle.createQuery(CHARGES)
                .bind("max", max)
                .map((row, context) -> new Charge(
                        row.getObject("id", UUID.class),
                        row.getString("customer_id"),
                        row.getLong("amount_cents"),
                        TopUpState.valueOf(row.getString("state")),
                        row.getString("last_error"),
                        row.getString("action_url"),
                        row.getLong("updated")))
                .list());
    }
}
