package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.billing.returns.RefundState;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.schemas.billing.BillingMode;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refunds with real stripe-java against the stand-in of Stripe, and real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
final class RefundIT {
    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private FakeStripe stripe;
    private ReturnsWorld world;

    @BeforeEach
    void open() {
        stripe = LEDGER.stripe();
        world = new ReturnsWorld(LEDGER.dataSource(), stripe);
        world.account("a", "pm_card_visa");
    }

    @Test
    void threePartsAreRefundedAndNoMoreThanTheWhole() {
        UUID topUp = world.topUp("a", 1_000);
        for (int i = 0; i < 3; i++) {
            assertThat(world.refund(topUp, 300, RefundPolicy.REMAINING_ONLY).state())
                    .isEqualTo(RefundState.SUCCEEDED);
        }
        assertThat(world.balanceCents("a")).isEqualTo(100);
        assertThatThrownBy(() -> world.refund(topUp, 101, RefundPolicy.ALLOW_NEGATIVE))
                .hasMessage("refund: 101 cents (expected: <= 100, not yet refunded)");
        assertThat(world.refund(topUp, 100, RefundPolicy.REMAINING_ONLY).state())
                .isEqualTo(RefundState.SUCCEEDED);
        assertThat(world.balanceCents("a")).isZero();
        assertThat(world.rows(
                        "SELECT kind, sum(amount_nano), count(*) FROM billing.outbox GROUP BY kind ORDER BY kind"))
                .containsExactly("(GRANT,10000000000,1)", "(REFUND,-10000000000,4)");
        world.assertBooks();
    }

    @Test
    void usedCreditIsRefundedOnlyWhereThatIsAllowed() {
        UUID topUp = world.topUp("a", 1_000);
        world.use("a", 700);
        assertThatThrownBy(() -> world.refund(topUp, 301, RefundPolicy.REMAINING_ONLY))
                .hasMessage("refund: 301 cents (expected: <= what is left of its credit, $3.000000000)");
        world.refund(topUp, 1_000, RefundPolicy.ALLOW_NEGATIVE);
        assertThat(world.balanceCents("a")).isEqualTo(-700);
        assertThat(world.rows("SELECT from_grant_nano, from_receivable_nano FROM billing.refund"))
                .containsExactly("(3000000000,7000000000)");
        world.assertBooks();
    }

    @Test
    void theSameKeyRefundsOnce() {
        UUID topUp = world.topUp("a", 1_000);
        RefundRequest request = new RefundRequest("a", topUp, 400, "k", "", RefundPolicy.REMAINING_ONLY);
        UUID first = world.returns.requestRefund(request).id();
        assertThat(world.returns.requestRefund(request).id()).isEqualTo(first);
        world.drain();
        assertThat(world.returns.requestRefund(request).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(world.balanceCents("a")).isEqualTo(600);
        RefundRequest other = new RefundRequest("a", topUp, 401, "k", "", RefundPolicy.REMAINING_ONLY);
        assertThatThrownBy(() -> world.returns.requestRefund(other))
                .hasMessageMatching(
                        "refund k: 401 cents of pi_\\S+ \\(expected: 400 cents of pi_\\S+, as was asked before"
                                + " under this key\\)");
        RefundRequest foreign = new RefundRequest("b", topUp, 1, "k", "", RefundPolicy.REMAINING_ONLY);
        assertThatThrownBy(() -> world.returns.requestRefund(foreign))
                .hasMessage("top-up: " + topUp + " (expected: one of workspace b that was paid)");
        world.assertBooks();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isMadeOnceWhenTheAnswerIsLostAndKeysAreForgotten(Fault fault) throws SQLException {
        UUID topUp = world.topUp("a", 1_000);
        // The JDK sends a dropped POST again by itself, so two of each.
        world.control.fail(FaultPlan.script(fault, fault));
        RefundRequest request = new RefundRequest("a", topUp, 400, "k", "", RefundPolicy.REMAINING_ONLY);
        world.returns.requestRefund(request);
        world.returns.step();
        world.control.pruneKeys();
        // The key may be forgotten by now: it was sent long ago.
        TestDatabase.execute(world.dataSource, "UPDATE billing.refund SET first_sent_at = now() - interval '21 hours'");
        world.drain();
        assertThat(world.returns.requestRefund(request).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(world.control.charges().get(0).progress().refundedCents()).isEqualTo(400);
        assertThat(world.balanceCents("a")).isEqualTo(600);
        world.assertBooks();
    }

    @Test
    void oneThatStripeRefusesFailsAndNothingIsBooked() {
        UUID topUp = world.topUp("a", 1_000);
        world.refundAtStripe(topUp, 900);
        Refund refund = world.refund(topUp, 400, RefundPolicy.REMAINING_ONLY);
        assertThat(refund.state()).isEqualTo(RefundState.FAILED);
        assertThat(world.balanceCents("a")).isEqualTo(1_000);
    }

    @Test
    void oneThatFailsLaterIsBookedBackExactlyAndOnce() {
        world.account("p", "pm_card_pendingRefund");
        UUID topUp = world.topUp("p", 1_000);
        world.use("p", 100);
        Refund refund = world.refund(topUp, 1_000, RefundPolicy.ALLOW_NEGATIVE);
        assertThat(refund.state()).isEqualTo(RefundState.PENDING);
        assertThat(world.balanceCents("p")).isEqualTo(-100);
        world.assertBooks();
        String id = Objects.requireNonNull(refund.stripeRefund());
        world.control.failRefund(id);
        assertThat(world.event(EventFamily.REFUND, id)).isEqualTo(EventEffect.Result.APPLIED);
        for (int i = 0; i < 100; i++) {
            assertThat(world.event(EventFamily.REFUND, id)).isEqualTo(EventEffect.Result.UNCHANGED);
        }
        assertThat(world.balanceCents("p")).isEqualTo(900);
        assertThat(world.rows("SELECT kind, amount_nano FROM billing.outbox WHERE kind <> 'GRANT' ORDER BY id"))
                .containsExactly("(REFUND,-10000000000)", "(ADJUSTMENT,10000000000)");
        world.assertBooks();
        assertThat(world.refund(topUp, 900, RefundPolicy.REMAINING_ONLY).state())
                .isEqualTo(RefundState.PENDING);
    }

    @Test
    void oneMadeAtStripeIsBookedOnceAlsoBeforeItsPaymentIsInTheBooks() throws SQLException {
        UUID topUp = world.topUp("a", 1_000);
        String refund = world.refundAtStripe(topUp, 250);
        // As if the event of the refund came before the top-up was settled.
        String intent = world.intentOf(topUp);
        TestDatabase.execute(
                world.dataSource,
                "UPDATE billing.credit_grant SET payment_intent = 'later' WHERE source_type = 'topup'");
        for (int i = 0; i < 3; i++) {
            assertThat(world.event(EventFamily.REFUND, refund)).isEqualTo(EventEffect.Result.FOREIGN);
        }
        world.drain();
        assertThat(world.balanceCents("a")).isEqualTo(1_000);
        TestDatabase.execute(world.dataSource, "UPDATE billing.credit_grant SET payment_intent = '" + intent + "'");
        world.drain();
        assertThat(world.balanceCents("a")).isEqualTo(750);
        assertThat(world.event(EventFamily.REFUND, refund)).isEqualTo(EventEffect.Result.UNCHANGED);
        world.assertBooks();
    }

    @Test
    void creditThatWasVoidedIsTakenFromBreakageAndNotOwed() {
        UUID topUp = world.topUp("a", 1_000);
        world.use("a", 300);
        world.voidGrant(topUp);
        world.refund(topUp, 800, RefundPolicy.ALLOW_NEGATIVE);
        assertThat(world.balanceCents("a")).isEqualTo(-100);
        assertThat(world.rows("SELECT from_breakage_nano, from_receivable_nano FROM billing.refund"))
                .containsExactly("(7000000000,1000000000)");
        world.assertBooks();
    }

    @Test
    void thePaymentOfAPostpaidWorkspaceIsOwedAgainAndChargedAgain() {
        world.credits.openAccount(new AccountTerms("late", BillingMode.POSTPAID, null, "pm_card_visa"));
        PostpaidTerms terms = new PostpaidTerms(500L, ZoneOffset.UTC);
        world.credits.setBillingTerms(BillingTerms.postpaid("late", null, terms));
        world.use("late", 700);
        UUID charge = UUID.fromString(world.text("SELECT topup_id FROM billing.postpaid_charge"));
        world.charge();
        assertThat(world.balanceCents("late")).isZero();
        assertThatThrownBy(() -> world.refund(charge, 1, RefundPolicy.REMAINING_ONLY))
                .hasMessage("refund: 1 cents (expected: <= what is left of its credit, $0.000000000)");
        world.refund(charge, 600, RefundPolicy.ALLOW_NEGATIVE);
        assertThat(world.balanceCents("late")).isEqualTo(-600);
        world.assertBooks();
        world.use("late", 1);
        world.charge();
        assertThat(world.balanceCents("late")).isZero();
        assertThat(world.rows("SELECT amount_cents, state FROM billing.topup ORDER BY created_at"))
                .containsExactly("(700,SUCCEEDED)", "(601,SUCCEEDED)");
        world.assertBooks();
    }

    @Test
    void theAuditNamesARefundWhoseRowAndTransfersDiffer() throws SQLException {
        UUID topUp = world.topUp("a", 1_000);
        world.refund(topUp, 400, RefundPolicy.REMAINING_ONLY);
        TestDatabase.execute(
                world.dataSource,
                "UPDATE billing.refund SET from_grant_nano = 0, from_write_off_nano = from_grant_nano");
        assertThat(LedgerAudit.read(world.dataSource).differences())
                .containsExactly(
                        "refund: 1 rows differ (expected: booked while Stripe has taken it, from where its row says)");
    }
}
