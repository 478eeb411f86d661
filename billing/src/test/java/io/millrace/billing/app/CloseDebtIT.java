package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.account.AccountCloser;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.postgres.postpaid.PostpaidStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.schemas.money.Money;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an account owes when it ends: real stripe-java, the stand-in for Stripe, real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
final class CloseDebtIT {
    private static final CloseTerms NOTHING = new CloseTerms(false, false, false, "left");
    private static final CloseTerms WRITE_OFF = new CloseTerms(false, false, true, "bad debt");
    private static final int DEATHS_MAX = 300;
    private static final int ROUNDING = 8;
    private static final int WRITE_OFF_ACCOUNT = 9;
    private static final String POOR = "pm_card_chargeDeclinedInsufficientFunds";

    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private CloseWorld closes;
    private ReturnsWorld world;

    @BeforeEach
    void open() {
        closes = new CloseWorld(LEDGER.dataSource(), LEDGER.stripe());
        world = closes.world;
    }

    private void postpaid(String workspace, @Nullable Long threshold) {
        new PostpaidStore(LEDGER.dataSource(), closes.clock)
                .setTerms(BillingTerms.postpaid(workspace, null, new PostpaidTerms(threshold, ZoneOffset.UTC)));
    }

    private long nanoFrom(int account) {
        return world.number(
                "SELECT coalesce(sum(amount_nano), 0)::bigint FROM billing.transfer WHERE debit_account = " + account);
    }

    @Test
    void whatIsOwedIsChargedOnceAndTheRestOfACentLetGo() {
        closes.card("acme", "pm_card_visa");
        postpaid("acme", null);
        world.useNano("acme", Money.ofCents(1_234).nanoUsd() + 5_678);
        closes.request("acme", NOTHING);
        closes.assertClosed("acme");
        assertThat(closes.charges("acme")).containsExactly("(CLOSE,1234,SUCCEEDED)");
        assertThat(world.control.charges())
                .singleElement()
                .satisfies(
                        charge -> assertThat(charge.progress().capturedCents()).isEqualTo(1_234));
        assertThat(nanoFrom(ROUNDING)).isEqualTo(5_678);
        assertThat(nanoFrom(WRITE_OFF_ACCOUNT)).isZero();
    }

    @Test
    void aPrepaidDebtIsChargedAndAFewCentsAreNot() {
        closes.card("debtor", "pm_card_visa");
        world.use("debtor", 700);
        closes.request("debtor", NOTHING);
        closes.assertClosed("debtor");
        assertThat(closes.charges("debtor")).containsExactly("(CLOSE,700,SUCCEEDED)");
        world.use("few", 49);
        closes.request("few", NOTHING);
        closes.assertClosed("few");
        assertThat(nanoFrom(WRITE_OFF_ACCOUNT)).isEqualTo(Money.ofCents(49).nanoUsd());
    }

    @Test
    void aDebtThatNobodyPaysIsGivenUpOnlyByAWord() {
        world.use("acme", 700);
        assertThatThrownBy(() -> closes.request("acme", NOTHING)).hasMessageStartingWith("owed: $7");
        closes.request("acme", WRITE_OFF);
        closes.assertClosed("acme");
        assertThat(world.rows("SELECT kind, amount_nano, reason FROM billing.let_go"))
                .containsExactly("(WRITE_OFF,7000000000,\"bad debt\")");
        assertThat(nanoFrom(WRITE_OFF_ACCOUNT)).isEqualTo(Money.ofCents(700).nanoUsd());
    }

    @Test
    void aFinalChargeThatWaitsForAnotherDayIsCanceledByAWriteOff() {
        closes.card("acme", POOR);
        world.use("acme", 700);
        closes.request("acme", NOTHING);
        Closing waiting = closes.run("acme");
        assertThat(waiting.state()).isEqualTo(Closing.State.CLOSING);
        assertThat(waiting.waitsFor()).matches("top-up: \\S+ WAITING \\(expected: SUCCEEDED or FAILED\\)");
        assertThat(closes.charges("acme")).as("tried once").containsExactly("(CLOSE,700,WAITING)");
        closes.request("acme", WRITE_OFF);
        closes.assertClosed("acme");
        assertThat(closes.charges("acme")).containsExactly("(CLOSE,700,FAILED)");
        assertThat(world.number("SELECT max(declines) FROM billing.topup")).isEqualTo(1);
        assertThat(nanoFrom(WRITE_OFF_ACCOUNT)).isEqualTo(Money.ofCents(700).nanoUsd());
    }

    @Test
    void aCardThatIsRefusedForGoodWaitsForAWord() {
        closes.card("acme", "pm_card_chargeDeclinedExpiredCard");
        world.use("acme", 700);
        closes.request("acme", NOTHING);
        Closing waiting = closes.run("acme");
        assertThat(waiting.waitsFor())
                .isEqualTo("owed: $7.000000000 not charged, expired_card (expected: $0, or --write-off)");
        assertThat(closes.charges("acme")).as("not again").hasSize(1);
        closes.store.reopen("acme", "pays after all");
        closes.card("acme", "pm_card_visa");
        closes.request("acme", NOTHING);
        closes.assertClosed("acme");
        assertThat(closes.charges("acme")).containsExactly("(CLOSE,700,FAILED)", "(CLOSE,700,SUCCEEDED)");
    }

    @Test
    void nothingButTheFinalChargeIsOpenedOfAnAccountThatCloses() {
        closes.card("acme", "pm_card_visa");
        postpaid("acme", 1_000L);
        world.give("acme", 200);
        closes.request("acme", NOTHING);
        world.use("acme", 5_000);
        closes.sweep.step();
        assertThat(closes.charges("acme"))
                .as("neither by usage nor by the sweep")
                .isEmpty();
        closes.assertClosed("acme");
        assertThat(closes.charges("acme")).containsExactly("(CLOSE,4800,SUCCEEDED)");
        world.use("acme", 3_000);
        closes.sweep.step();
        assertThat(closes.charges("acme")).as("closed").hasSize(1);
        assertThatThrownBy(() -> postpaid("acme", 50L))
                .hasMessage("workspace: acme (expected: one that is not closed)");
    }

    @Test
    void aChargeThatWaitsForAnotherDayGivesWayToTheFinalOne() {
        closes.card("acme", POOR);
        postpaid("acme", 500L);
        world.use("acme", 600);
        world.charge();
        assertThat(closes.charges("acme")).containsExactly("(THRESHOLD,600,WAITING)");
        closes.card("acme", "pm_card_visa");
        closes.request("acme", NOTHING);
        closes.assertClosed("acme");
        assertThat(closes.charges("acme")).containsExactly("(THRESHOLD,600,FAILED)", "(CLOSE,600,SUCCEEDED)");
    }

    @Test
    void aChargeThatWaitsIsNotTriedAgainByAClosingThatGivesTheDebtUp() {
        closes.card("acme", POOR);
        postpaid("acme", 500L);
        world.use("acme", 600);
        world.charge();
        closes.request("acme", WRITE_OFF);
        closes.assertClosed("acme");
        assertThat(world.number("SELECT max(declines) FROM billing.topup")).isEqualTo(1);
    }

    /** A closer whose account was opened again while it held the lease. */
    @Test
    void aCloserThatComesTooLateChargesAndGivesUpNothing() {
        closes.card("acme", "pm_card_visa");
        world.use("acme", 700);
        closes.request("acme", NOTHING);
        closes.store.reopen("acme", "stays");
        assertThat(closes.debts.settle("acme")).isEqualTo("account opened again");
        assertThat(closes.debts.writeOff("acme", "late")).isEqualTo("account opened again");
        assertThat(world.balanceCents("acme")).isEqualTo(-700);
        assertThat(closes.charges("acme")).isEmpty();
        world.assertBooks();
    }

    /** Right after it looked: not even the step that it decided on is taken. */
    @Test
    void aCloserStopsWhenTheAccountIsOpenedAgain() {
        String card = closes.card("acme", "pm_card_visa");
        world.give("acme", 200);
        world.give("acme", 200);
        closes.request("acme", NOTHING);
        int[] chances = new int[1];
        Mortal reopening = new Mortal(() -> {
            if (chances[0]++ == 3) {
                closes.store.reopen("acme", "stays");
            }
            return false;
        });
        closes.closer(reopening).step("acme");
        assertThat(world.balanceCents("acme")).isEqualTo(400);
        assertThat(closes.isAttached(card)).isTrue();
        assertThat(closes.state("acme")).isEqualTo(Closing.State.REOPENED);
    }

    /** Before and after each commit and call of the closer, with a debt that is charged, and with one that is given up. */
    @Test
    void aDebtIsSettledOnceWhereverTheProcessDied() {
        int deaths = 0;
        boolean died = true;
        for (int point = 0; point < DEATHS_MAX && died; point++) {
            died = false;
            for (CloseTerms terms : new CloseTerms[] {NOTHING, WRITE_OFF}) {
                String workspace = "w" + point + terms.writeOff();
                closes.card(workspace, "pm_card_visa");
                world.useNano(workspace, Money.ofCents(700).nanoUsd() + 5);
                closes.request(workspace, terms);
                died |= dies(workspace, closes.closer(Mortal.after(point)));
                closes.run(workspace);
                assertThat(closes.state(workspace)).as("point %s", point).isEqualTo(Closing.State.CLOSED);
            }
            deaths += died ? 1 : 0;
        }
        assertThat(deaths).isGreaterThan(10);
        int accounts = deaths + 1;
        assertThat(world.control.charges()).hasSize(accounts);
        assertThat(nanoFrom(WRITE_OFF_ACCOUNT))
                .isEqualTo(accounts * (Money.ofCents(700).nanoUsd() + 5));
        assertThat(nanoFrom(ROUNDING)).isEqualTo(accounts * 5L);
        world.assertBooks();
    }

    private boolean dies(String workspace, AccountCloser closer) {
        try {
            closes.run(workspace, closer);
            return false;
        } catch (FaultyGateway.Death e) {
            return true;
        }
    }
}
