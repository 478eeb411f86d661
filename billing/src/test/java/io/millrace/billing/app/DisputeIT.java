package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.billing.postgres.DisputeStore;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.returns.DisputeObject;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.testing.Orders;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Disputes with real stripe-java against the stand-in of Stripe, and real PostgreSQL. {@code -Dmillrace.walks=N} walks more. */
@SuppressWarnings("NullAway.Init")
final class DisputeIT {
    private static final int WALKS = Integer.getInteger("millrace.walks", 1);
    private static final int STEPS = 60;
    private static final Duration LATER = Duration.ofDays(1);

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

    private String states() {
        return String.join(
                " ",
                world.rows("SELECT state, from_grant_nano / 10000000, from_breakage_nano / 10000000,"
                        + " from_receivable_nano / 10000000, from_write_off_nano / 10000000"
                        + " FROM billing.dispute ORDER BY id"));
    }

    @Test
    void whatIsLeftIsSetAsideWhileItIsOpenAndComesBackWhenItIsWon() {
        UUID topUp = world.topUp("a", 1_000);
        world.use("a", 700);
        String dispute = world.dispute(topUp);
        assertThat(world.disputeEvent(dispute)).isEqualTo(EventEffect.Result.APPLIED);
        for (int i = 0; i < 100; i++) {
            assertThat(world.disputeEvent(dispute)).isEqualTo(EventEffect.Result.UNCHANGED);
        }
        assertThat(states()).isEqualTo("(OPEN,300,0,0,0)");
        assertThat(world.balanceCents("a")).isZero();
        assertThat(world.debitedCents(7)).isEqualTo(-300);
        assertThat(world.debitedCents(6)).isEqualTo(1_500);
        world.assertBooks();
        assertThatThrownBy(() -> world.refund(topUp, 1, RefundPolicy.ALLOW_NEGATIVE))
                .hasMessageMatching("payment: pi_\\S+ \\(expected: one that is not disputed\\)");
        world.use("a", 50);
        world.control.winDispute(dispute);
        assertThat(world.disputeEvent(dispute)).isEqualTo(EventEffect.Result.APPLIED);
        assertThat(world.disputeEvent(dispute)).isEqualTo(EventEffect.Result.UNCHANGED);
        assertThat(states()).isEqualTo("(WON,0,0,0,0)");
        assertThat(world.balanceCents("a")).isEqualTo(250);
        assertThat(world.rows(
                        "SELECT kind, amount_nano / 10000000 FROM billing.outbox WHERE kind <> 'GRANT' ORDER BY id"))
                .containsExactly("(REFUND,-300)", "(ADJUSTMENT,300)");
        world.assertBooks();
    }

    @Test
    void whatWasUsedIsOwedOnlyWhenItIsLost() {
        UUID topUp = world.topUp("a", 1_000);
        world.use("a", 700);
        String dispute = world.dispute(topUp);
        world.disputeEvent(dispute);
        world.control.loseDispute(dispute);
        for (int i = 0; i < 3; i++) {
            world.disputeEvent(dispute);
        }
        assertThat(states()).isEqualTo("(LOST,300,0,700,0)");
        assertThat(world.balanceCents("a")).isEqualTo(-700);
        assertThat(world.debitedCents(7)).isZero();
        world.assertBooks();
    }

    @Test
    void oneThatIsFirstHeardOfWhenItIsLostIsBookedWhole() {
        UUID topUp = world.topUp("a", 1_000);
        world.refundAtStripe(topUp, 200);
        world.voidGrant(topUp);
        String dispute = world.dispute(topUp);
        world.control.loseDispute(dispute);
        world.disputeEvent(dispute);
        // The refund that nobody told of is found later; 200 of the 1,000 were not in the books as gone.
        assertThat(states()).isEqualTo("(LOST,0,800,0,0)");
        String refund = world.refundsAtStripe().get(0);
        world.event(EventFamily.REFUND, refund);
        assertThat(world.debitedCents(5)).isZero();
        assertThat(world.balanceCents("a")).isZero();
        world.assertBooks();
    }

    @Test
    void aGrantVoidedMeanwhileEndsAgainWhenItIsWon() {
        UUID topUp = world.topUp("a", 1_000);
        String dispute = world.dispute(topUp);
        world.disputeEvent(dispute);
        world.voidGrant(topUp);
        world.control.winDispute(dispute);
        world.disputeEvent(dispute);
        world.keep();
        assertThat(world.balanceCents("a")).isZero();
        assertThat(world.debitedCents(5)).isEqualTo(-1_000);
        world.assertBooks();
    }

    @Test
    void whatAFailedRefundBringsBackIsSetAsideToo() {
        world.account("p", "pm_card_pendingRefund");
        UUID topUp = world.topUp("p", 1_000);
        world.use("p", 100);
        Refund refund = world.refund(topUp, 400, RefundPolicy.REMAINING_ONLY);
        world.disputeEvent(world.dispute(topUp));
        assertThat(states()).isEqualTo("(OPEN,500,0,0,0)");
        String id = Objects.requireNonNull(refund.stripeRefund());
        world.control.failRefund(id);
        world.event(EventFamily.REFUND, id);
        assertThat(states()).isEqualTo("(OPEN,600,0,0,0)");
        assertThat(world.balanceCents("p")).isEqualTo(300);
        world.assertBooks();
    }

    @Test
    void whatWasWrittenOffIsTakenOnceTheNewsThatExplainsItComes() {
        world.account("p", "pm_card_pendingRefund");
        UUID topUp = world.topUp("p", 1_000);
        Refund refund = world.refund(topUp, 130, RefundPolicy.REMAINING_ONLY);
        String id = Objects.requireNonNull(refund.stripeRefund());
        world.control.failRefund(id);
        String dispute = world.dispute(topUp);
        world.control.loseDispute(dispute);
        world.disputeEvent(dispute);
        assertThat(states()).isEqualTo("(LOST,870,0,0,130)");
        assertThat(world.debitedCents(9)).isEqualTo(130);
        world.event(EventFamily.REFUND, id);
        assertThat(states()).isEqualTo("(LOST,1000,0,0,0)");
        assertThat(world.debitedCents(9)).isZero();
        assertThat(world.balanceCents("p")).isZero();
        world.assertBooks();
    }

    @Test
    void noCardIsChargedByItselfWhileAPaymentIsDisputed() {
        UUID topUp = world.topUp("a", 1_000);
        String dispute = world.dispute(topUp);
        world.disputeEvent(dispute);
        AutoRecharge recharge = new AutoRecharge(Money.ofCents(500), 2_000, 3);
        world.credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, recharge, "pm_card_visa"));
        world.use("a", 100);
        assertThat(world.number("SELECT count(*) FROM billing.topup WHERE kind = 'AUTO'"))
                .isZero();
        world.control.loseDispute(dispute);
        world.disputeEvent(dispute);
        world.use("a", 100);
        assertThat(world.number("SELECT count(*) FROM billing.topup WHERE kind = 'AUTO'"))
                .isEqualTo(1);
    }

    @Test
    void theLoopBooksWhatCameBeforeItsPayment() throws SQLException {
        UUID topUp = world.topUp("a", 1_000);
        String intent = world.intentOf(topUp);
        TestDatabase.execute(world.dataSource, "UPDATE billing.credit_grant SET payment_intent = 'later'");
        String dispute = world.dispute(topUp);
        assertThat(world.disputeEvent(dispute)).isEqualTo(EventEffect.Result.FOREIGN);
        world.drain();
        assertThat(world.balanceCents("a")).isEqualTo(1_000);
        world.control.loseDispute(dispute);
        world.disputeEvent(dispute);
        TestDatabase.execute(world.dataSource, "UPDATE billing.credit_grant SET payment_intent = '" + intent + "'");
        world.drain();
        assertThat(states()).isEqualTo("(LOST,1000,0,0,0)");
        world.assertBooks();
    }

    /** Answers of Stripe that were overtaken by later ones: in every order, each twice, the end is the same. */
    @Test
    void everyOrderOfOldAndNewNewsEndsTheSame() {
        UUID topUp = world.topUp("a", 100_000);
        String intent = world.intentOf(topUp);
        world.use("a", 99_000);
        DisputeStore store = new DisputeStore(world.dataSource, new TestingClock(ReturnsWorld.NOW));
        int number = 0;
        for (List<String> order :
                Orders.of(List.of("warning_needs_response", "needs_response", "under_review", "won"))) {
            String id = "dp_" + number++;
            for (String status : order) {
                store.settle(new DisputeObject(id, status, 1_200, intent, List.of()), LATER);
                store.settle(new DisputeObject(id, status, 1_200, intent, List.of()), LATER);
            }
            assertThat(world.balanceCents("a")).isEqualTo(1_000);
        }
        for (List<String> order : Orders.of(List.of("needs_response", "under_review", "lost", "won"))) {
            String id = "dp_" + number++;
            long before = world.balanceCents("a");
            boolean lost = order.indexOf("lost") < order.indexOf("won");
            for (String status : order) {
                store.settle(new DisputeObject(id, status, 1_200, intent, List.of()), LATER);
            }
            // What the bank decided first stays.
            assertThat(world.balanceCents("a")).isEqualTo(before - (lost ? 1_200 : 0));
        }
        assertThat(LedgerAudit.read(world.dataSource).differences()).isEmpty();
    }

    /** Events come late, in any order or not at all until the end; nothing is ever lost or taken twice. */
    @Test
    void everyLifeOfPaymentsAddsUp() {
        Trials.run(WALKS, random -> {
            ReturnsWalk walk = new ReturnsWalk(world, random);
            for (int i = 0; i < STEPS; i++) {
                walk.step();
            }
            walk.finish();
        });
    }

    @Test
    void theAuditNamesADisputeWhoseRowAndTransfersDiffer() throws SQLException {
        world.disputeEvent(world.dispute(world.topUp("a", 1_000)));
        TestDatabase.execute(world.dataSource, "UPDATE billing.dispute SET from_grant_nano = 1");
        assertThat(LedgerAudit.read(world.dataSource).differences())
                .containsExactly("dispute: 1 rows differ (expected: set aside while it is open, gone when it is lost,"
                        + " from where its row says)");
    }
}
