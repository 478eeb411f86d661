package io.millrace.billing.app;

import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.ProviderCustomers;
import io.millrace.billing.charging.RechargePause;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.BalanceAt;
import io.millrace.billing.postgres.BalanceReader;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.CreditStanding;
import io.millrace.billing.postgres.GrantSchedule;
import io.millrace.billing.postgres.GrantStore;
import io.millrace.billing.postgres.GrantUse;
import io.millrace.billing.postgres.GrantView;
import io.millrace.billing.postgres.IncludedUsage;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.billing.postgres.ScheduleStore;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.TraceReader;
import io.millrace.billing.postgres.postpaid.PostpaidStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What people do with accounts, over a database alone: no loop need run. Thread-safe. Credits booked here reach Kafka with
 * the next {@link OutboxPublisher#publishPending()}.
 */
public final class Credits {
    private final AccountStore accounts;
    private final GrantStore grants;
    private final ScheduleStore schedules;
    private final BalanceReader balances;
    private final TraceReader traces;
    private final TopUpStore topUps;
    private final PostpaidStore postpaid;
    private final ProviderCustomers customers;

    public Credits(DataSource dataSource, PaymentGateway gateway, Clock clock) {
        accounts = new AccountStore(dataSource, clock);
        grants = new GrantStore(dataSource, clock);
        schedules = new ScheduleStore(dataSource, clock);
        balances = new BalanceReader(dataSource);
        traces = new TraceReader(dataSource);
        topUps = new TopUpStore(dataSource, clock);
        postpaid = new PostpaidStore(dataSource, clock);
        customers = new ProviderCustomers(gateway);
    }

    /**
     * Opens an account or changes its terms. One with a payment method gets a customer at the provider, once.
     *
     * @throws io.millrace.billing.charging.GatewayException when the provider did not answer; to be called again
     */
    public void openAccount(AccountTerms terms) {
        accounts.setTerms(terms);
        String workspaceId = terms.workspaceId();
        if (terms.paymentMethod() != null
                && accounts.stripeCustomer(workspaceId).isEmpty()) {
            String attempt = UUID.randomUUID().toString();
            accounts.setStripeCustomer(workspaceId, customers.make(workspaceId, attempt));
        }
    }

    /**
     * Grants once per workspace and key; opens the account, postpaid, where there is none.
     *
     * @return whether this call booked it
     * @throws MillraceException code GRANT_CONFLICT, when the key was used for another amount or kind
     */
    public boolean grant(String workspaceId, Money amount, boolean promotional, String key) {
        return grant(NewGrant.of(workspaceId, amount, promotional ? GrantKind.PROMOTIONAL : GrantKind.PAID, key));
    }

    /**
     * As above, with everything a grant may have.
     *
     * @throws MillraceException code GRANT_CONFLICT as above; TRIAL_USED, when the workspace had a trial under another key
     */
    public boolean grant(NewGrant grant) {
        return grants.grant(grant);
    }

    /**
     * Ends a grant by hand; its rest is booked out.
     *
     * @return whether this call ended it: false where it was voided before
     * @throws MillraceException code UNKNOWN_GRANT or GRANT_EXPIRED
     */
    public boolean voidGrant(String workspaceId, String grantId, String reason) {
        return grants.voidGrant(workspaceId, grantId, reason);
    }

    /**
     * Writes a recurring grant down once; a running billing opens it.
     *
     * @throws MillraceException code SCHEDULE_CONFLICT, when the name stands for other terms; RESERVED_NAME
     */
    public boolean schedule(GrantSchedule schedule) {
        if (schedule.name().startsWith(IncludedUsage.PREFIX)) {
            throw MillraceException.user(
                    "RESERVED_NAME",
                    "schedule name",
                    schedule.name(),
                    "one that does not begin with " + IncludedUsage.PREFIX + ", as included usage does");
        }
        return schedules.put(schedule);
    }

    /** Ends a recurring grant; what has begun of it lives on. False where there is none that runs. */
    public boolean cancelSchedule(String workspaceId, String name) {
        return schedules.cancel(workspaceId, name);
    }

    public List<GrantSchedule> schedules(String workspaceId) {
        return schedules.schedules(workspaceId);
    }

    /** Sets how far below zero a prepaid workspace may go, from $0. */
    public void setOverdraftLimit(String workspaceId, Money limit) {
        accounts.setOverdraftLimit(workspaceId, limit);
    }

    /** As {@link PostpaidStore#setTerms}. */
    public void setBillingTerms(BillingTerms terms) {
        postpaid.setTerms(terms);
    }

    /** @throws MillraceException code UNKNOWN_WORKSPACE */
    public BillingTerms billingTerms(String workspaceId) {
        return postpaid.terms(workspaceId).orElseThrow(() -> unknown(workspaceId));
    }

    /** @throws MillraceException code UNKNOWN_WORKSPACE */
    public CreditStanding standing(String workspaceId) {
        return accounts.standing(workspaceId).orElseThrow(() -> unknown(workspaceId));
    }

    /**
     * Opens a top-up of whole cents, once per workspace and key; a running charger charges it.
     *
     * @throws MillraceException code NO_PAYMENT_METHOD
     */
    public UUID topUp(String workspaceId, long amountCents, String key) {
        return accounts.topUp(workspaceId, amountCents, key);
    }

    /** Why the card of a workspace is not charged by itself although a threshold is set; empty where it is. */
    public Optional<RechargePause> rechargePause(String workspaceId) {
        return accounts.rechargePause(workspaceId);
    }

    /** Pauses auto-recharge until it is resumed. False where it is paused already, or not set up. */
    public boolean pauseRecharge(String workspaceId) {
        return accounts.pauseRecharge(workspaceId);
    }

    /** Ends any pause of auto-recharge; a balance below the threshold is charged for at once. */
    public void resumeRecharge(String workspaceId) {
        accounts.resumeRecharge(workspaceId);
    }

    /** Top-ups that wait for somebody of ours, as messages. */
    public List<String> frozenTopUps() {
        return topUps.frozen();
    }

    /**
     * Lets the charger go on with a frozen top-up, after a person looked at it.
     *
     * @param reason for the books, 1 to 256 characters
     * @return false where it is not frozen
     */
    public boolean releaseTopUp(UUID topUpId, String reason) {
        return topUps.thaw(topUpId, reason);
    }

    /** @throws MillraceException code UNKNOWN_WORKSPACE */
    public Money balance(String workspaceId) {
        return accounts.balance(workspaceId).orElseThrow(() -> unknown(workspaceId));
    }

    private static MillraceException unknown(String workspaceId) {
        return MillraceException.user("UNKNOWN_WORKSPACE", "workspace", workspaceId, "one that has an account");
    }

    /**
     * What a workspace had at a moment of the past, by what was booked until then.
     *
     * @throws MillraceException code UNKNOWN_WORKSPACE
     */
    public BalanceAt balanceAt(String workspaceId, long atMicros) {
        return balances.at(workspaceId, atMicros).orElseThrow(() -> unknown(workspaceId));
    }

    /** What paid a drawdown of a workspace; empty where it was not posted. */
    public Optional<List<GrantUse>> traceDrawdown(String workspaceId, UUID drawdownId) {
        return traces.ofDrawdown(workspaceId, drawdownId);
    }

    /** The drawdowns a grant paid, the latest first, as {@link TraceReader#ofGrant}. */
    public List<GrantUse> traceGrant(String grantId, @Nullable GrantUse after, int max) {
        return traces.ofGrant(grantId, after, max);
    }

    /** In burn order, whatever their state. */
    public List<GrantView> grants(String workspaceId) {
        return grants.grants(workspaceId);
    }

    /** Top-ups in any state, the latest changed first. */
    public List<Charge> recentCharges(int max) {
        return accounts.charges(max);
    }
}
