package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.StripeException;
import com.stripe.param.PaymentMethodAttachParams;
import io.millrace.billing.account.AccountCloser;
import io.millrace.billing.account.CardGateway;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.account.Closings;
import io.millrace.billing.account.Debts;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.billing.postgres.GrantSchedule;
import io.millrace.billing.postgres.GrantStore;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.account.CloseStore;
import io.millrace.billing.postgres.account.StatusChanges;
import io.millrace.billing.stripe.StripeCards;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts that end: real stripe-java, the stand-in for Stripe, real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
final class CloseIT {
    private static final CloseTerms NOTHING = new CloseTerms(false, false, false, "left");
    private static final CloseTerms REFUND = new CloseTerms(true, false, false, "left");
    private static final CloseTerms BREAKAGE = new CloseTerms(false, true, false, "left");
    private static final CloseTerms BOTH = new CloseTerms(true, true, false, "left");
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final int ROUNDS_MAX = 60;
    private static final int DEATHS_MAX = 300;
    private static final int BREAKAGE_ACCOUNT = 5;

    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private FakeStripe stripe;
    private DataSource dataSource;
    private ReturnsWorld world;
    private CheckoutWorld pages;
    private CloseStore store;
    private CardGateway cards;
    private Charger charger;

    @BeforeEach
    void open() {
        stripe = LEDGER.stripe();
        dataSource = LEDGER.dataSource();
        world = new ReturnsWorld(dataSource, stripe);
        pages = new CheckoutWorld(dataSource, stripe);
        TestingClock clock = new TestingClock(ReturnsWorld.NOW);
        store = new CloseStore(dataSource, clock, StatusChanges.LOGGED);
        cards = StripeCards.of(new StripeSettings(new Secret("sk_test_1"), stripe.url(), false));
        charger = new Charger(new TopUpStore(dataSource, clock), pages.gateway, CheckoutWorld.HASTY);
    }

    private AccountCloser closer() {
        return new AccountCloser(store, cards, Debts.KEPT, MILLI);
    }

    private Closing request(String workspace, CloseTerms terms) {
        return store.request(workspace, terms, false);
    }

    /** All loops of a running billing, until it is closed or they have nothing to do but wait. */
    private Closing run(String workspace) {
        return run(workspace, closer());
    }

    private Closing run(String workspace, AccountCloser closer) {
        for (int i = 0; i < ROUNDS_MAX && state(workspace) == Closing.State.CLOSING; i++) {
            closer.step(workspace);
            charger.step();
            pages.pages.step();
            world.returns.step();
        }
        return store.find(workspace).orElseThrow();
    }

    private Closing.State state(String workspace) {
        return store.find(workspace).orElseThrow().state();
    }

    /** With a card that is attached at Stripe. Returns the id of the method. */
    private String card(String workspace, String token) {
        try {
            world.account(workspace, token);
            String customer = world.text("SELECT stripe_customer FROM billing.customer WHERE id = '" + workspace + "'");
            String method = world.client
                    .v1()
                    .paymentMethods()
                    .attach(
                            token,
                            PaymentMethodAttachParams.builder()
                                    .setCustomer(customer)
                                    .build())
                    .getId();
            world.account(workspace, method);
            return method;
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertClosed(String workspace) {
        Closing closing = run(workspace);
        assertThat(closing.state()).as("%s", closing.waitsFor()).isEqualTo(Closing.State.CLOSED);
        assertThat(world.rows(
                        "SELECT closed_at IS NOT NULL AS closed, stripe_customer, payment_method, card_last4, balance_nano"
                                + " FROM billing.customer WHERE id = '" + workspace + "'"))
                .containsExactly("(t,,,,0)");
        assertThat(world.number("SELECT count(*) FROM billing.topup WHERE customer_id = '" + workspace
                        + "' AND (stripe_customer IS NOT NULL OR payment_method IS NOT NULL)"))
                .isZero();
        world.assertBooks();
    }

    @Test
    void chargesGrantsAndTheCardEnd() throws StripeException {
        String before = card("acme", "pm_card_mastercard");
        String method = card("acme", "pm_card_visa");
        world.credits.openAccount(
                new AccountTerms("acme", BillingMode.PREPAID, new AutoRecharge(Money.parseUsd("5"), 1_000, 9), method));
        world.give("acme", 700);
        Recurrence daily = new Recurrence(Recurrence.Every.DAY, ZoneOffset.UTC, 0, null, null);
        world.credits.schedule(new GrantSchedule(
                "acme", "daily", GrantKind.PAID, Money.parseUsd("5"), 1, daily, 1, Applicability.ANY, null));
        world.grants.grant(NewGrant.of("acme", Money.parseUsd("9"), GrantKind.PROMOTIONAL, "later")
                .during(ReturnsWorld.NOW * 2, ReturnsWorld.NOW * 3));
        request("acme", NOTHING);
        assertClosed("acme");
        for (String card : List.of(before, method)) {
            assertThat(world.client.v1().paymentMethods().retrieve(card).getCustomer())
                    .isNull();
        }
        assertThat(world.credits.schedules("acme")).isEmpty();
        assertThat(world.rows("SELECT recharge_threshold_nano FROM billing.customer"))
                .containsExactly("()");
        assertThat(request("acme", BOTH).state()).as("asked again").isEqualTo(Closing.State.CLOSED);
    }

    @Test
    void whatStripeTookGoesBackAndLessThanACentIsKept() {
        card("acme", "pm_card_visa");
        UUID topUp = world.topUp("acme", 1_000);
        world.topUp("acme", 300);
        world.useNano("acme", Money.ofCents(650).nanoUsd() + 1);
        request("acme", REFUND);
        assertClosed("acme");
        assertThat(world.returns.refunds("acme"))
                .extracting(refund -> refund.amountCents())
                .containsExactlyInAnyOrder(349L, 300L);
        assertThat(world.returns.refunds("acme").get(0).paymentIntent()).isEqualTo(world.intentOf(topUp));
        assertThat(world.number("SELECT amount_nano FROM billing.transfer WHERE credit_account = " + BREAKAGE_ACCOUNT))
                .isEqualTo(Money.ofCents(1).nanoUsd() - 1);
    }

    @Test
    void itIsKeptWhereThatIsSaid() {
        card("acme", "pm_card_visa");
        world.topUp("acme", 1_000);
        world.use("acme", 250);
        request("acme", BREAKAGE);
        assertClosed("acme");
        assertThat(world.returns.refunds("acme")).isEmpty();
        assertThat(world.debitedCents(BREAKAGE_ACCOUNT)).isEqualTo(-750);
    }

    @Test
    void nothingIsGuessed() {
        card("acme", "pm_card_visa");
        UUID topUp = world.topUp("acme", 1_000);
        assertThatThrownBy(() -> request("acme", NOTHING))
                .hasMessage("paid credit: $10.000000000 left (expected: --refund or --breakage, which is not guessed)");
        world.disputeEvent(world.dispute(topUp));
        assertThatThrownBy(() -> request("acme", BREAKAGE)).hasMessageStartingWith("dispute: dp_");
        world.account("debtor", "pm_card_visa");
        world.use("debtor", 700);
        assertThatThrownBy(() -> request("debtor", BOTH)).hasMessage("owed: $7.000000000 (expected: $0)");
        assertThatThrownBy(() -> request("nobody", BOTH))
                .hasMessage("workspace: nobody (expected: one that has an account)");
        assertThatThrownBy(() -> new CloseTerms(true, false, false, " ")).hasMessageStartingWith("close reason");
        assertThat(world.number("SELECT count(*) FROM billing.customer WHERE closing_at IS NOT NULL"))
                .isZero();
    }

    @Test
    void whatCannotGoBackThroughStripeWaitsForAWord() {
        world.account("acme", "pm_card_visa");
        world.grants.grant(NewGrant.of("acme", Money.parseUsd("4"), GrantKind.PAID, "transfer"));
        request("acme", REFUND);
        Closing waiting = run("acme");
        assertThat(waiting.state()).isEqualTo(Closing.State.CLOSING);
        assertThat(waiting.waitsFor())
                .matches("grant \\d+: \\$4\\.0+ left, not paid through Stripe"
                        + " \\(expected: --breakage too, once it was given back by hand\\)");
        request("acme", BOTH);
        assertClosed("acme");
    }

    @Test
    void topUpsUnderWayComeToTheirEndFirst() {
        card("unsent", "pm_card_visa");
        UUID unsent = world.credits.topUp("unsent", 500, "unsent");
        request("unsent", REFUND);
        assertClosed("unsent");
        card("asked", "pm_card_authenticationRequired");
        UUID asked = world.topUp("asked", 500);
        request("asked", REFUND);
        assertClosed("asked");
        UUID left = pages.pages.open("paged", CheckoutWorld.CENTS, "left", false);
        UUID paid = pages.pages.open("paged", CheckoutWorld.CENTS, "paid", false);
        pages.pay(paid, "pm_card_visa");
        request("paged", REFUND);
        assertClosed("paged");
        assertThat(pages.charge(asked).state()).isEqualTo(TopUpState.FAILED);
        assertThat(pages.charge(unsent).error()).isEqualTo("account_closed");
        assertThat(pages.charge(left).error()).isEqualTo("checkout_given_up");
        assertThat(pages.charge(paid).state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(world.returns.refunds("paged")).hasSize(1);
        assertThat(pages.timesPaid(unsent)).isZero();
    }

    @Test
    void aClosedAccountTakesNothingNewAndLateUsageIsNamed() {
        card("acme", "pm_card_visa");
        request("acme", NOTHING);
        assertClosed("acme");
        NewGrant grant = NewGrant.of("acme", Money.parseUsd("4"), GrantKind.PAID, "late");
        String refusal = "workspace: acme (expected: one that is not closed)";
        assertThatThrownBy(() -> world.grants.grant(grant)).hasMessage(refusal);
        assertThatThrownBy(() -> world.credits.topUp("acme", 500, "late")).hasMessage(refusal);
        assertThatThrownBy(() -> pages.pages.open("acme", 500, "page", false)).hasMessage(refusal);
        assertThatThrownBy(() -> world.account("acme", "pm_card_visa")).hasMessage(refusal);
        world.use("acme", 30);
        assertThat(world.balanceCents("acme")).isEqualTo(-30);
        assertThat(LedgerAudit.read(dataSource).differences())
                .singleElement()
                .asString()
                .startsWith("closed account: 1 rows");
        store.reopen("acme", "came back");
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        assertThat(new GrantStore(dataSource, new TestingClock(ReturnsWorld.NOW)).grant(grant))
                .isTrue();
        assertThatThrownBy(() -> store.reopen("acme", "again"))
                .hasMessage("workspace: acme (expected: one that is closed)");
        assertThat(state("acme")).isEqualTo(Closing.State.REOPENED);
        request("acme", BREAKAGE);
        assertClosed("acme");
    }

    /** Before and after each step's commit, and around the call to Stripe; another process goes on. */
    @Test
    void itEndsTheSameWhereverTheProcessDied() {
        int deaths = 0;
        for (int point = 0; point < DEATHS_MAX; point++) {
            String workspace = "w" + point;
            card(workspace, "pm_card_visa");
            world.topUp(workspace, 1_000);
            world.give(workspace, 200);
            world.use(workspace, 300);
            request(workspace, REFUND);
            Mortal mortal = Mortal.after(point);
            AccountCloser dying = new AccountCloser(
                    mortal.in(Closings.class, store), mortal.in(CardGateway.class, cards), Debts.KEPT, MILLI);
            boolean died = false;
            try {
                run(workspace, dying);
            } catch (FaultyGateway.Death e) {
                died = true;
            }
            Closing closing = run(workspace);
            assertThat(closing.state())
                    .as("point %s: %s", point, closing.waitsFor())
                    .isEqualTo(Closing.State.CLOSED);
            assertThat(world.returns.refunds(workspace))
                    .extracting(refund -> refund.amountCents())
                    .as("point %s", point)
                    .hasSize(1);
            if (!died) {
                break;
            }
            deaths++;
        }
        assertThat(deaths).isGreaterThan(20);
        world.assertBooks();
        assertThat(world.number("SELECT count(DISTINCT coalesce(balance_nano, 0)) FROM billing.customer"))
                .isEqualTo(1);
    }
}
