package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.StripeException;
import io.millrace.billing.account.AccountCloser;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
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
import io.millrace.billing.webhook.EventFamily;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
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
    private static final int DEATHS_MAX = 300;
    private static final int BREAKAGE_ACCOUNT = 5;

    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private CloseWorld closes;
    private ReturnsWorld world;
    private CheckoutWorld pages;

    @BeforeEach
    void open() {
        closes = new CloseWorld(LEDGER.dataSource(), LEDGER.stripe());
        world = closes.world;
        pages = closes.pages;
    }

    @Test
    void chargesGrantsAndTheCardEnd() throws StripeException {
        String before = closes.card("acme", "pm_card_mastercard");
        String method = closes.card("acme", "pm_card_visa");
        world.credits.openAccount(
                new AccountTerms("acme", BillingMode.PREPAID, new AutoRecharge(Money.parseUsd("5"), 1_000, 9), method));
        world.give("acme", 700);
        Recurrence daily = new Recurrence(Recurrence.Every.DAY, ZoneOffset.UTC, 0, null, null);
        world.credits.schedule(new GrantSchedule(
                "acme", "daily", GrantKind.PAID, Money.parseUsd("5"), 1, daily, 1, Applicability.ANY, null));
        world.grants.grant(NewGrant.of("acme", Money.parseUsd("9"), GrantKind.PROMOTIONAL, "later")
                .during(ReturnsWorld.NOW * 2, ReturnsWorld.NOW * 3));
        closes.request("acme", NOTHING);
        closes.assertClosed("acme");
        for (String card : List.of(before, method)) {
            assertThat(world.client.v1().paymentMethods().retrieve(card).getCustomer())
                    .isNull();
        }
        assertThat(world.credits.schedules("acme")).isEmpty();
        assertThat(world.rows("SELECT recharge_threshold_nano FROM billing.customer"))
                .containsExactly("()");
        assertThat(closes.request("acme", BOTH).state()).as("asked again").isEqualTo(Closing.State.CLOSED);
    }

    @Test
    void whatStripeTookGoesBackAndLessThanACentIsKept() {
        closes.card("acme", "pm_card_visa");
        UUID topUp = world.topUp("acme", 1_000);
        world.topUp("acme", 300);
        world.useNano("acme", Money.ofCents(650).nanoUsd() + 1);
        closes.request("acme", REFUND);
        closes.assertClosed("acme");
        assertThat(world.returns.refunds("acme"))
                .extracting(refund -> refund.amountCents())
                .containsExactlyInAnyOrder(349L, 300L);
        assertThat(world.returns.refunds("acme").get(0).paymentIntent()).isEqualTo(world.intentOf(topUp));
        assertThat(world.number("SELECT amount_nano FROM billing.transfer WHERE credit_account = " + BREAKAGE_ACCOUNT))
                .isEqualTo(Money.ofCents(1).nanoUsd() - 1);
    }

    /** Voided for its fraction of a cent meanwhile, the grant would end what comes back as breakage. */
    @Test
    void aRefundThatComesBackWhileTheBankHasItIsNotKept() {
        closes.card("acme", "pm_card_pendingRefund");
        world.topUp("acme", 1_000);
        world.useNano("acme", Money.ofCents(650).nanoUsd() + 1);
        closes.request("acme", REFUND);
        assertThat(closes.run("acme").state()).isEqualTo(Closing.State.CLOSING);
        String refund = world.refundsAtStripe().get(0);
        world.control.failRefund(refund);
        world.event(EventFamily.REFUND, refund);
        assertThat(closes.run("acme").waitsFor()).contains("Stripe refused the refund");
        assertThat(world.number("SELECT count(*) FROM billing.transfer WHERE credit_account = " + BREAKAGE_ACCOUNT))
                .isZero();
        assertThat(world.number("SELECT balance_nano FROM billing.customer"))
                .isEqualTo(Money.ofCents(350).nanoUsd() - 1);
    }

    @Test
    void aStepThatWasDecidedBeforeItWasOpenedAgainOrItsTermsChangedIsNotTaken() {
        closes.card("acme", "pm_card_visa");
        world.topUp("acme", 1_000);
        String grant = world.text("SELECT id FROM billing.credit_grant");
        Closing breakage = closes.request("acme", BREAKAGE);
        closes.request("acme", REFUND);
        closes.store.voidGrant(breakage, grant);
        assertThat(closes.store.standing(breakage)).isEmpty();
        Closing refund = closes.store.find("acme").orElseThrow();
        closes.store.reopen("acme", "came back");
        closes.store.voidGrant(refund, grant);
        assertThat(world.balanceCents("acme")).isEqualTo(1_000);
    }

    @Test
    void itIsKeptWhereThatIsSaid() {
        closes.card("acme", "pm_card_visa");
        world.topUp("acme", 1_000);
        world.use("acme", 250);
        closes.request("acme", BREAKAGE);
        closes.assertClosed("acme");
        assertThat(world.returns.refunds("acme")).isEmpty();
        assertThat(world.debitedCents(BREAKAGE_ACCOUNT)).isEqualTo(-750);
    }

    @Test
    void nothingIsGuessed() {
        closes.card("acme", "pm_card_visa");
        UUID topUp = world.topUp("acme", 1_000);
        assertThatThrownBy(() -> closes.request("acme", NOTHING))
                .hasMessage("paid credit: $10.000000000 left (expected: --refund or --breakage, which is not guessed)");
        world.disputeEvent(world.dispute(topUp));
        assertThatThrownBy(() -> closes.request("acme", BREAKAGE)).hasMessageStartingWith("dispute: dp_");
        world.use("debtor", 700);
        assertThatThrownBy(() -> closes.request("debtor", BOTH))
                .hasMessage("owed: $7.000000000"
                        + " (expected: $0, a payment method to charge, or --write-off, which is not guessed)");
        assertThatThrownBy(() -> closes.request("nobody", BOTH))
                .hasMessage("workspace: nobody (expected: one that has an account)");
        assertThatThrownBy(() -> new CloseTerms(true, false, false, " ")).hasMessageStartingWith("close reason");
        assertThat(world.number("SELECT count(*) FROM billing.customer WHERE closing_at IS NOT NULL"))
                .isZero();
    }

    @Test
    void whatCannotGoBackThroughStripeWaitsForAWord() {
        world.account("acme", "pm_card_visa");
        world.grants.grant(NewGrant.of("acme", Money.parseUsd("4"), GrantKind.PAID, "transfer"));
        closes.request("acme", REFUND);
        Closing waiting = closes.run("acme");
        assertThat(waiting.state()).isEqualTo(Closing.State.CLOSING);
        assertThat(waiting.waitsFor())
                .matches("grant \\d+: \\$4\\.0+ left, not paid through Stripe"
                        + " \\(expected: --breakage too, once it was given back by hand\\)");
        closes.request("acme", BOTH);
        closes.assertClosed("acme");
    }

    @Test
    void topUpsUnderWayComeToTheirEndFirst() {
        closes.card("unsent", "pm_card_visa");
        UUID unsent = world.credits.topUp("unsent", 500, "unsent");
        closes.request("unsent", REFUND);
        closes.assertClosed("unsent");
        closes.card("asked", "pm_card_authenticationRequired");
        UUID asked = world.topUp("asked", 500);
        closes.request("asked", REFUND);
        closes.assertClosed("asked");
        UUID left = pages.pages.open("paged", CheckoutWorld.CENTS, "left", false);
        UUID paid = pages.pages.open("paged", CheckoutWorld.CENTS, "paid", false);
        pages.pay(paid, "pm_card_visa");
        closes.request("paged", REFUND);
        closes.assertClosed("paged");
        assertThat(pages.charge(asked).state()).isEqualTo(TopUpState.FAILED);
        assertThat(pages.charge(unsent).error()).isEqualTo("workspace_closed");
        assertThat(pages.charge(left).error()).isEqualTo("checkout_given_up");
        assertThat(pages.charge(paid).state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(world.returns.refunds("paged")).hasSize(1);
        assertThat(pages.timesPaid(unsent)).isZero();
    }

    @Test
    void aClosedAccountTakesNothingNewAndLateUsageIsNamed() {
        closes.card("acme", "pm_card_visa");
        closes.request("acme", NOTHING);
        closes.assertClosed("acme");
        NewGrant grant = NewGrant.of("acme", Money.parseUsd("4"), GrantKind.PAID, "late");
        String refusal = "workspace: acme (expected: one that is not closed)";
        assertThatThrownBy(() -> world.grants.grant(grant)).hasMessage(refusal);
        assertThatThrownBy(() -> world.credits.topUp("acme", 500, "late")).hasMessage(refusal);
        assertThatThrownBy(() -> pages.pages.open("acme", 500, "page", false)).hasMessage(refusal);
        assertThatThrownBy(() -> world.account("acme", "pm_card_visa")).hasMessage(refusal);
        world.use("acme", 30);
        assertThat(world.balanceCents("acme")).isEqualTo(-30);
        assertThat(LedgerAudit.read(LEDGER.dataSource()).differences())
                .singleElement()
                .asString()
                .startsWith("closed account: 1 rows");
        closes.store.reopen("acme", "came back");
        assertThat(LedgerAudit.read(LEDGER.dataSource()).differences()).isEmpty();
        assertThat(new GrantStore(LEDGER.dataSource(), new TestingClock(ReturnsWorld.NOW)).grant(grant))
                .isTrue();
        assertThatThrownBy(() -> closes.store.reopen("acme", "again"))
                .hasMessage("workspace: acme (expected: one that is closed)");
        assertThat(closes.state("acme")).isEqualTo(Closing.State.REOPENED);
        closes.request("acme", BREAKAGE);
        closes.assertClosed("acme");
    }

    /** Before and after each step's commit, and around the calls to Stripe; another process goes on. */
    @Test
    void itEndsTheSameWhereverTheProcessDied() {
        int deaths = 0;
        for (int point = 0; point < DEATHS_MAX; point++) {
            String workspace = "w" + point;
            closes.card(workspace, "pm_card_visa");
            world.topUp(workspace, 1_000);
            world.give(workspace, 200);
            world.use(workspace, 300);
            closes.request(workspace, REFUND);
            AccountCloser dying = closes.closer(Mortal.after(point));
            boolean died = false;
            try {
                closes.run(workspace, dying);
            } catch (FaultyGateway.Death e) {
                died = true;
            }
            Closing closing = closes.run(workspace);
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
