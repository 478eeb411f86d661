package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import io.millrace.billing.account.AccountCloser;
import io.millrace.billing.account.CardGateway;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.account.Closings;
import io.millrace.billing.account.Debts;
import io.millrace.billing.account.SubscriptionEnd;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.account.CloseStore;
import io.millrace.billing.postgres.plan.ClosedWorkspaces;
import io.millrace.billing.postgres.postpaid.ClosingDebts;
import io.millrace.billing.postgres.postpaid.PostpaidSweep;
import io.millrace.billing.stripe.StripeCards;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.stripe.StripeSubscriptionEnd;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Accounts that end: a ledger, the stand-in of Stripe, and all that works on both. Leases and pauses of a millisecond. */
final class CloseWorld {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final int ROUNDS_MAX = 60;

    final ReturnsWorld world;
    final CheckoutWorld pages;
    final CloseStore store;
    final TopUpStore topUps;
    final CardGateway cards;
    final SubscriptionEnd subscriptions;
    final Debts debts;
    final Charger charger;
    final PostpaidSweep sweep;
    final TestingClock clock = new TestingClock(ReturnsWorld.NOW);

    CloseWorld(DataSource dataSource, FakeStripe stripe) {
        world = new ReturnsWorld(dataSource, stripe);
        pages = new CheckoutWorld(dataSource, stripe);
        StripeSettings settings = new StripeSettings(new Secret("sk_test_1"), stripe.url(), false);
        store = new CloseStore(dataSource, clock, new ClosedWorkspaces(clock));
        topUps = new TopUpStore(dataSource, clock);
        cards = StripeCards.of(settings);
        subscriptions = StripeSubscriptionEnd.of(settings);
        debts = new ClosingDebts(dataSource, clock);
        charger = new Charger(topUps, pages.gateway, CheckoutWorld.HASTY);
        sweep = new PostpaidSweep(dataSource, clock);
    }

    AccountCloser closer() {
        return new AccountCloser(store, cards, subscriptions, debts, MILLI);
    }

    /** Dies between any two commits and calls. */
    AccountCloser closer(Mortal mortal) {
        return new AccountCloser(
                mortal.in(Closings.class, store),
                mortal.in(CardGateway.class, cards),
                mortal.in(SubscriptionEnd.class, subscriptions),
                mortal.in(Debts.class, debts),
                MILLI);
    }

    Closing request(String workspace, CloseTerms terms) {
        return store.request(workspace, terms);
    }

    /** All loops of a running billing, until it is closed or they have nothing to do but wait. */
    Closing run(String workspace) {
        return run(workspace, closer());
    }

    Closing run(String workspace, AccountCloser closer) {
        for (int i = 0; i < ROUNDS_MAX && state(workspace) == Closing.State.CLOSING; i++) {
            closer.step(workspace);
            charger.step();
            sweep.step();
            pages.pages.step();
            world.returns.step();
        }
        return store.find(workspace).orElseThrow();
    }

    Closing.State state(String workspace) {
        return store.find(workspace).orElseThrow().state();
    }

    String customer(String workspace) {
        return world.text("SELECT stripe_customer FROM billing.customer WHERE id = '" + workspace + "'");
    }

    /** With a card that is attached at Stripe. Returns the id of the method. */
    String card(String workspace, String token) {
        try {
            world.account(workspace, token);
            PaymentMethodAttachParams params = PaymentMethodAttachParams.builder()
                    .setCustomer(customer(workspace))
                    .build();
            String method =
                    world.client.v1().paymentMethods().attach(token, params).getId();
            world.account(workspace, method);
            return method;
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a customer with a card; id of the subscription. */
    String subscribe(String customer) {
        try {
            PriceCreateParams price = PriceCreateParams.builder()
                    .setCurrency("usd")
                    .setUnitAmount(4_900L)
                    .setRecurring(PriceCreateParams.Recurring.builder()
                            .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                            .build())
                    .setProductData(PriceCreateParams.ProductData.builder()
                            .setName("Pro")
                            .build())
                    .build();
            SubscriptionCreateParams.Item item = SubscriptionCreateParams.Item.builder()
                    .setPrice(world.client.v1().prices().create(price).getId())
                    .build();
            return world.client
                    .v1()
                    .subscriptions()
                    .create(SubscriptionCreateParams.builder()
                            .setCustomer(customer)
                            .addItem(item)
                            .build())
                    .getId();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    String subscriptionStatus(String subscription) {
        try {
            return world.client.v1().subscriptions().retrieve(subscription).getStatus();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isAttached(String method) {
        try {
            return world.client.v1().paymentMethods().retrieve(method).getCustomer() != null;
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why charges of a workspace were opened, in their order. */
    List<String> charges(String workspace) {
        return world.rows("SELECT h.reason, t.amount_cents, t.state FROM billing.postpaid_charge h"
                + " JOIN billing.topup t ON t.id = h.topup_id WHERE h.customer_id = '" + workspace + "' ORDER BY h.n");
    }

    void assertClosed(String workspace) {
        Closing closing = run(workspace);
        assertThat(closing.state()).as("%s", closing.waitsFor()).isEqualTo(Closing.State.CLOSED);
        assertThat(world.rows(
                        "SELECT closed_at IS NOT NULL AS closed, stripe_customer, payment_method, card_last4, balance_nano"
                                + " FROM billing.customer WHERE id = '" + workspace + "'"))
                .containsExactly("(t,,,,0)");
        assertThat(world.number("SELECT count(*) FROM billing.topup WHERE customer_id = '" + workspace
                        + "' AND (stripe_customer IS NOT NULL OR payment_method IS NOT NULL)"))
                .isZero();
        assertThat(world.number("SELECT count(*) FROM billing.subscription WHERE workspace_id = '" + workspace + "'"))
                .isZero();
        world.assertBooks();
    }
}
