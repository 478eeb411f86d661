package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionListParams;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.checkout.Cashier;
import io.millrace.billing.checkout.CheckoutGateway;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.checkout.CheckoutStore;
import io.millrace.billing.stripe.StripeCheckout;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.webhook.ProviderEvent;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.StripeControl;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.SystemClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/** A ledger and the stand-in of Stripe, with customers who pay on its pages. Leases and pauses of a millisecond. */
final class CheckoutWorld {
    static final Duration MILLI = Duration.ofMillis(1);
    static final ChargerSettings HASTY = new ChargerSettings(MILLI, MILLI, MILLI);
    static final Duration LIFE = Duration.ofHours(12);
    static final long CENTS = 1_250;
    private static final String RETURN = "https://acme.example/billing";
    private static final int STEPS_MAX = 200;

    final DataSource dataSource;
    final StripeControl control;
    final PaymentGateway gateway;
    final CheckoutGateway sessions;
    final CheckoutStore store;
    final Credits credits;
    final PaymentPages pages;
    private final StripeClient client;

    CheckoutWorld(DataSource dataSource, FakeStripe stripe) {
        this.dataSource = dataSource;
        control = stripe.control();
        StripeSettings settings = new StripeSettings(new Secret("sk_test_1"), stripe.url(), false, RETURN, true);
        gateway = StripePaymentGateway.of(settings);
        sessions = StripeCheckout.of(settings);
        SystemClock clock = new SystemClock();
        store = new CheckoutStore(dataSource, new TopUpStore(dataSource, clock));
        credits = new Credits(dataSource, gateway, clock);
        pages = PaymentPages.of(dataSource, settings, gateway, HASTY, clock);
        client = StripeClient.builder()
                .setApiKey("sk_test_1")
                .setApiBase(stripe.url())
                .build();
    }

    /** Written down, and nothing sent. */
    UUID request(String workspace) {
        return store.request(workspace, CENTS, "key", RETURN, false, LIFE);
    }

    Cashier cashier() {
        return new Cashier(store, sessions, gateway, HASTY);
    }

    /** Lets a cashier look at it again and again until it stands so. */
    void until(UUID topUp, TopUpState state) {
        for (int i = 0; i < STEPS_MAX && charge(topUp).state() != state; i++) {
            pages.step();
        }
        assertThat(charge(topUp).state()).isEqualTo(state);
    }

    Charge charge(UUID topUp) {
        return credits.recentCharges(Integer.MAX_VALUE).stream()
                .filter(charge -> charge.topUpId().equals(topUp))
                .findFirst()
                .orElseThrow();
    }

    /** All of Stripe's sessions of a top-up. */
    List<Session> sessionsOf(UUID topUp) {
        try {
            SessionListParams params =
                    SessionListParams.builder().setLimit(100L).build();
            return client.v1().checkout().sessions().list(params).getData().stream()
                    .filter(session ->
                            topUp.toString().equals(session.getMetadata().get("topup_id")))
                    .toList();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    void expireAtStripe(UUID topUp) {
        try {
            client.v1().checkout().sessions().expire(sessionsOf(topUp).get(0).getId());
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The customer pays on the one page there is. */
    String pay(UUID topUp, String method) {
        String session = sessionsOf(topUp).get(0).getId();
        return Objects.requireNonNull(
                control.completeCheckout(session, method).progress().paymentIntent());
    }

    void event(UUID topUp) {
        String session = sessionsOf(topUp).get(0).getId();
        pages.effect().apply(new ProviderEvent("evt_1", "checkout.session.completed", session, 1, false));
    }

    int timesPaid(UUID topUp) {
        return control.paidChargesBy("topup_id").getOrDefault(topUp.toString(), 0);
    }

    /** Stripe's own list and the ledger agree, payment by payment. */
    void assertBooks(int payments) {
        BillingTotals totals = BillingAudit.totals(dataSource, gateway);
        assertThat(totals.differences()).isEmpty();
        assertThat(totals.providerPayments()).isEqualTo(payments);
        assertThat(totals.paidGrantCents()).isEqualTo(payments * CENTS);
    }
}
