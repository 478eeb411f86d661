package io.millrace.standalone.stack;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.app.Accounts;
import io.millrace.billing.app.BillingSettings;
import io.millrace.billing.app.Credits;
import io.millrace.billing.app.OutboxPublisher;
import io.millrace.billing.app.PaymentPages;
import io.millrace.billing.app.Plans;
import io.millrace.billing.app.Reconciliation;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.util.List;

/** The ledger's own operations, without its loops: for commands that come and go. */
public final class BillingAccess implements AutoCloseable {
    /** What {@link #recentCharges} and the running billing look at. */
    private static final int CHARGES_MAX = 50;

    private final BillingSettings settings;
    private final Topics topics;
    private final StripeSettings stripe;
    private final HikariDataSource dataSource;
    private final PaymentGateway gateway;

    private BillingAccess(Endpoints endpoints, Topics topics) {
        this.settings = settings(endpoints);
        this.topics = topics;
        this.stripe = new StripeSettings(endpoints.credentials().stripeKey(), endpoints.stripe(), false);
        this.gateway = StripePaymentGateway.of(stripe);
        this.dataSource =
                BillingDatabase.open(endpoints.jdbcUrl(), Login.BILLING.role(), endpoints.password(Login.BILLING));
    }

    public static BillingAccess open(Endpoints endpoints, Topics topics) {
        return new BillingAccess(endpoints, topics);
    }

    /** Billing as it runs in one process: against the stand-in for Stripe. */
    public static BillingSettings settings(Endpoints endpoints) {
        return BillingSettings.of(
                endpoints.kafkaAccess(),
                endpoints.registryAccess(),
                endpoints.jdbcUrl(),
                Login.BILLING.role(),
                endpoints.password(Login.BILLING),
                endpoints.credentials().stripeKey(),
                endpoints.stripe());
    }

    public Credits credits() {
        return new Credits(dataSource, gateway, new SystemClock());
    }

    /** The last 50 top-ups, the latest changed first. */
    public List<Charge> recentCharges() {
        return credits().recentCharges(CHARGES_MAX);
    }

    /** Whether a card payment is under way. */
    public boolean chargesPending() {
        return recentCharges().stream().anyMatch(charge -> charge.state().isActive());
    }

    /** Top-ups that customers pay on a page of Stripe's. */
    public PaymentPages pages() {
        return PaymentPages.of(dataSource, stripe, gateway, ChargerSettings.DEFAULTS, new SystemClock());
    }

    /** The end of accounts. */
    public Accounts accounts() {
        return Accounts.of(dataSource, stripe, new SystemClock());
    }

    public Plans plans() {
        return new Plans(dataSource, new SystemClock());
    }

    /** The ledger against Stripe's own lists. */
    public Reconciliation reconciliation() {
        return Reconciliation.of(dataSource, stripe, gateway, new SystemClock());
    }

    /** Brings what is booked to Kafka: credits, notices, workspaces and policies. */
    public void publishCredits() {
        try (OutboxPublisher publisher = OutboxPublisher.open(dataSource, settings, topics)) {
            publisher.publishPending();
        }
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public PaymentGateway gateway() {
        return gateway;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
