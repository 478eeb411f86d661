package io.millrace.billing.postgres.postpaid;

import static io.millrace.billing.postgres.postpaid.PostpaidBench.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpMachine;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.LedgerVerify;
import io.millrace.billing.postgres.statement.StatementStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidRule;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.billing.statement.PaymentRow;
import io.millrace.billing.statement.Statement;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What postpaid workspaces are charged, on a real database; the books hold after each test. */
@SuppressWarnings("NullAway.Init")
final class PostpaidStoreIT {
    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private PostpaidBench bench;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void open() {
        bench = new PostpaidBench(database.fresh());
    }

    @AfterEach
    void booksHold() {
        assertThat(LedgerAudit.read(bench.dataSource).differences()).isEmpty();
        assertThat(LedgerVerify.read(bench.dataSource, null).broken()).isNull();
        database.release();
    }

    @Test
    void aThresholdOpensOneChargeAndWhatAccruesMeanwhileStaysOwed() {
        bench.open(1_000L);
        bench.use("9.999999999");
        assertThat(bench.charges()).isEmpty();
        bench.use("0.004");
        assertThat(bench.charges()).containsExactly("(THRESHOLD,,1000,PENDING)");
        bench.use("4.50");
        bench.sweep();
        assertThat(bench.charges()).hasSize(1);
        assertThat(bench.pay()).isEqualTo(1_000);
        assertThat(bench.balance()).isEqualTo("-$4.503999999");
        assertThat(bench.credits()).containsExactly("(GRANT,10000000000)");
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(THRESHOLD,,1000,SUCCEEDED)");
    }

    @Test
    void aThresholdThatIsReachedWhileAChargeIsUnderWayIsChargedWithItsSuccess() {
        bench.open(1_000L);
        bench.use("10.00");
        bench.use("25.015");
        assertThat(bench.charges()).hasSize(1);
        bench.pay();
        assertThat(bench.charges()).containsExactly("(THRESHOLD,,1000,SUCCEEDED)", "(THRESHOLD,,2501,PENDING)");
        bench.pay();
        assertThat(bench.balance()).isEqualTo("-$0.005000000");
    }

    /** As PostpaidRuleTest and docs/billing.md have it. */
    @Test
    void theEndOfAMonthChargesItsUsageAndCarriesTheRest() {
        bench.open(2_000L);
        bench.use("12.345678");
        bench.at("2026-12-01T00:30:00Z");
        bench.use("3.00");
        assertThat(bench.charges()).isEmpty();
        bench.at("2026-12-01T01:00:00Z");
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(PERIOD,202611,1234,PENDING)");
        bench.pay();
        bench.sweep();
        assertThat(bench.balance()).isEqualTo("-$3.005678000");
        // Usage of November that is posted now is December's charge, though not its usage.
        bench.use(Money.parseUsd("2.00").nanoUsd(), PostpaidBench.micros("2026-11-30T22:00:00Z"));
        bench.sweep();
        assertThat(bench.charges()).hasSize(1);
        bench.at("2027-01-01T01:00:00Z");
        assertThat(bench.charges()).containsExactly("(PERIOD,202611,1234,SUCCEEDED)", "(PERIOD,202612,500,PENDING)");
    }

    @Test
    void lessThanStripesLeastIsCarriedToTheNextMonth() {
        bench.open(null);
        bench.use("0.499");
        bench.at("2026-12-01T01:00:00Z");
        bench.at("2026-12-20T01:00:00Z");
        assertThat(bench.charges()).isEmpty();
        bench.use("0.002");
        bench.at("2026-12-31T01:00:00Z");
        assertThat(bench.charges()).isEmpty();
        bench.at("2027-01-01T01:00:00Z");
        assertThat(bench.charges()).containsExactly("(PERIOD,202612,50,PENDING)");
    }

    @Test
    void grantsAreUsedFirstAndOneThatRepaysLeavesThePaymentAsCredit() {
        bench.open(500L);
        bench.grant("2.00", "gift");
        bench.use("7.00");
        assertThat(bench.charges()).containsExactly("(THRESHOLD,,500,PENDING)");
        bench.grant("4.00", "second");
        bench.pay();
        assertThat(bench.balance()).isEqualTo("$4.000000000");
        bench.use("4.00");
        assertThat(bench.charges()).hasSize(1);
        assertThat(bench.balance()).isEqualTo("$0.000000000");
    }

    @Test
    void aDeclinedChargeIsNotWantedAnyMoreWhenLessIsOwedAndIsOpenedAnew() {
        bench.open(500L);
        bench.use("7.00");
        assertThat(bench.claim().outlook().wanted()).isTrue();
        bench.grant("1.00", "gift");
        TopUp open = bench.claim();
        assertThat(open.outlook().wanted()).isFalse();
        bench.fail(TopUpMachine.NOT_WANTED);
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(THRESHOLD,,700,FAILED)", "(THRESHOLD,,600,PENDING)");
    }

    @Test
    void aFailureIsRepeatedWithAnotherCardOrAtTheEndOfTheMonth() {
        bench.open(500L);
        bench.use("7.00");
        bench.fail("stolen_card");
        bench.use("1.00");
        bench.sweep();
        assertThat(bench.charges()).hasSize(1);
        bench.card("pm_card_mastercard");
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(THRESHOLD,,700,FAILED)", "(THRESHOLD,,800,PENDING)");
        bench.fail("expired_card");
        bench.at("2026-12-01T01:00:00Z");
        bench.fail("expired_card");
        bench.sweep();
        bench.at("2026-12-31T01:00:00Z");
        assertThat(bench.charges()).last().isEqualTo("(PERIOD,202611,800,FAILED)");
        bench.use("1.00");
        bench.at("2027-01-01T01:00:00Z");
        assertThat(bench.charges()).last().isEqualTo("(PERIOD,202612,900,PENDING)");
    }

    @Test
    void withoutACardTheMonthsWaitAndAreOneChargeThen() {
        bench.store.setTerms(PostpaidBench.postpaid(100L));
        bench.use("2.00");
        bench.at("2026-12-01T01:00:00Z");
        bench.use("3.00");
        bench.at("2027-01-05T00:00:00Z");
        bench.use("4.00");
        bench.sweep();
        assertThat(bench.charges()).isEmpty();
        bench.card("pm_card_visa");
        bench.accounts.setStripeCustomer(WORKSPACE, "cus_1");
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(PERIOD,202612,500,PENDING)");
        bench.pay();
        assertThat(bench.charges()).last().isEqualTo("(THRESHOLD,,400,PENDING)");
    }

    @Test
    void termsChangeBothWaysAndWhatIsOwedStaysOwed() {
        bench.open(500L);
        bench.use("4.00");
        bench.store.setTerms(BillingTerms.prepaid(WORKSPACE, Money.parseUsd("5.00")));
        bench.use("2.00");
        bench.at("2026-12-01T01:00:00Z");
        assertThat(bench.charges()).isEmpty();
        assertThat(bench.balance()).isEqualTo("-$6.000000000");
        assertThat(bench.accounts.standing(WORKSPACE).orElseThrow().overLimit()).isTrue();
        bench.grant("1.00", "gift");
        bench.store.setTerms(PostpaidBench.postpaid(500L));
        assertThat(bench.store.terms(WORKSPACE)).contains(PostpaidBench.postpaid(500L));
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(THRESHOLD,,500,PENDING)");
        bench.store.setTerms(BillingTerms.prepaid(WORKSPACE, Money.ZERO));
        bench.pay();
        assertThat(bench.balance()).isEqualTo("$0.000000000");
        assertThat(bench.store.terms(WORKSPACE)).contains(BillingTerms.prepaid(WORKSPACE, Money.ZERO));
        assertThat(bench.store.terms("nobody")).isEmpty();
    }

    @Test
    void termsOfThePastDoNotComeBackWithTheMode() {
        bench.open(500L);
        bench.use("6.00");
        bench.fail("expired_card");
        bench.store.setTerms(BillingTerms.prepaid(WORKSPACE, Money.ZERO));
        bench.at("2027-03-01T02:00:00Z");
        bench.card("pm_card_mastercard");
        bench.use("9.00");
        bench.sweep();
        assertThat(bench.charges()).as("none but that of November").hasSize(1);
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromBeingCharged() throws SQLException {
        bench.open(null);
        bench.use("2.00");
        bench.accounts.setTerms(new AccountTerms("aaa", BillingMode.POSTPAID, null, "pm_card_visa"));
        bench.accounts.setStripeCustomer("aaa", "cus_2");
        bench.store.setTerms(BillingTerms.postpaid("aaa", null, new PostpaidTerms(null, ZoneOffset.UTC)));
        TestDatabase.execute(
                bench.dataSource, "UPDATE billing.postpaid SET zone = 'Nowhere/At_all' WHERE customer_id = 'aaa'");
        assertThatThrownBy(() -> bench.at("2026-12-01T01:00:00Z")).hasMessageContaining("Nowhere/At_all");
        assertThat(bench.charges()).containsExactly("(PERIOD,202611,200,PENDING)");
        TestDatabase.execute(bench.dataSource, "UPDATE billing.postpaid SET zone = 'UTC'");
    }

    @Test
    void settingTermsAgainCutsNoMonthTwiceAndSkipsNone() {
        bench.open(null);
        bench.use("2.00");
        bench.clock.advanceMicros(PostpaidBench.micros("2026-12-10T00:00:00Z") - bench.clock.nowMicros());
        bench.store.setTerms(PostpaidBench.postpaid(9_000L));
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(PERIOD,202611,200,PENDING)");
        bench.pay();
        bench.store.setTerms(PostpaidBench.postpaid(8_000L));
        bench.use("2.00");
        bench.sweep();
        assertThat(bench.charges()).hasSize(1);
    }

    @Test
    void aCreditLimitIsToldToWhoeverGates() {
        bench.open(null);
        bench.use("9.00");
        assertThat(bench.accounts.standing(WORKSPACE).orElseThrow().overLimit()).isFalse();
        PostpaidTerms terms = new PostpaidTerms(null, ZoneOffset.UTC);
        bench.store.setTerms(BillingTerms.postpaid(WORKSPACE, Money.parseUsd("9.00"), terms));
        assertThat(bench.accounts.standing(WORKSPACE).orElseThrow().overLimit()).isTrue();
        bench.store.setTerms(BillingTerms.postpaid(WORKSPACE, Money.parseUsd("9.01"), terms));
        assertThat(bench.accounts.standing(WORKSPACE).orElseThrow().overLimit()).isFalse();
    }

    @Test
    void anOpenDisputeKeepsTheCardFromBeingCharged() throws SQLException {
        bench.open(500L);
        TestDatabase.execute(bench.dataSource, """
                INSERT INTO billing.dispute (id, cause, payment_intent, amount_cents, state, status)
                VALUES ('dp_1', gen_random_uuid(), 'pi_0', 100, 'OPEN', 'needs_response')
                """);
        bench.use("1.00");
        TestDatabase.execute(bench.dataSource, "ALTER TABLE billing.dispute DROP CONSTRAINT dispute_check");
        TestDatabase.execute(bench.dataSource, "UPDATE billing.dispute SET customer_id = 'acme'");
        bench.use("9.00");
        bench.at("2026-12-02T00:00:00Z");
        assertThat(bench.charges()).isEmpty();
        TestDatabase.execute(bench.dataSource, "UPDATE billing.dispute SET state = 'WON'");
        bench.sweep();
        assertThat(bench.charges()).containsExactly("(PERIOD,202611,1000,PENDING)");
    }

    @Test
    void closingLetsGoOfTooLittleAndChargesTheRest() {
        bench.open(null);
        assertThat(bench.closeouts.closeout(WORKSPACE)).isEqualTo(new CloseoutResult.Settled(Money.ZERO));
        bench.use("12.345");
        CloseoutResult first = bench.closeouts.closeout(WORKSPACE);
        TopUp open = bench.claim();
        assertThat(first).isEqualTo(new CloseoutResult.Underway(open.id()));
        assertThat(bench.closeouts.closeout(WORKSPACE)).isEqualTo(first);
        assertThatThrownBy(() -> bench.closeouts.writeOff(WORKSPACE, "gone"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("expected: none that is under way");
        assertThat(bench.pay()).isEqualTo(1_234);
        assertThat(bench.closeouts.closeout(WORKSPACE)).isEqualTo(new CloseoutResult.Settled(Money.parseUsd("0.005")));
        assertThat(bench.closeouts.closeout(WORKSPACE)).isEqualTo(new CloseoutResult.Settled(Money.ZERO));
        bench.use("0.49");
        bench.closeouts.closeout(WORKSPACE);
        assertThat(TestDatabase.rows(bench.dataSource, "SELECT n, kind, amount_nano FROM billing.let_go ORDER BY n"))
                .containsExactly("(1,ROUNDING,5000000)", "(2,WRITE_OFF,490000000)");
        assertThat(bench.balance()).isEqualTo("$0.000000000");
        assertThat(bench.credits())
                .containsExactly("(GRANT,12340000000)", "(ADJUSTMENT,5000000)", "(ADJUSTMENT,490000000)");
    }

    @Test
    void aFinalChargeThatFailsIsOwedUntilAnotherCardComesOrItIsWrittenOff() {
        bench.open(null);
        bench.use("3.00");
        bench.closeouts.closeout(WORKSPACE);
        bench.fail("stolen_card");
        assertThat(bench.closeouts.closeout(WORKSPACE))
                .isEqualTo(new CloseoutResult.Unpaid(Money.parseUsd("3.00"), "stolen_card"));
        bench.card("pm_card_mastercard");
        assertThat(bench.closeouts.closeout(WORKSPACE)).isInstanceOf(CloseoutResult.Underway.class);
        bench.fail("stolen_card");
        assertThat(bench.closeouts.writeOff(WORKSPACE, "account closed by hand"))
                .isEqualTo(Money.parseUsd("3.00"));
        assertThat(bench.closeouts.writeOff(WORKSPACE, "again")).isEqualTo(Money.ZERO);
        assertThat(bench.balance()).isEqualTo("$0.000000000");
    }

    @Test
    void theStatementShowsTheChargeAmongThePayments() {
        bench.open(1_000L);
        // Booked by the database's clock: the month is the present one.
        SystemClock today = new SystemClock();
        bench.use(Money.parseUsd("12.345678").nanoUsd(), today.nowMicros());
        bench.pay();
        StatementStore statements = new StatementStore(bench.dataSource, today, StatementStore.LATENESS);
        Statement statement = statements
                .statement(WORKSPACE, PostpaidRule.monthOf(today.nowMicros(), ZoneOffset.UTC))
                .statement();
        assertThat(statement.payments()).extracting(PaymentRow::cents).containsExactly(1_234L);
        assertThat(statement.closing()).isEqualTo(Money.parseUsd("-0.005678"));
    }

    @Test
    void theAuditNamesAChargeOfOtherCentsThanWereOwed() throws SQLException {
        bench.open(500L);
        bench.use("7.00");
        TestDatabase.execute(bench.dataSource, "UPDATE billing.topup SET amount_cents = 701");
        assertThat(LedgerAudit.read(bench.dataSource).differences())
                .isEqualTo(
                        List.of("postpaid charge: 1 rows differ (expected: whole cents of what was owed, one for each"
                                + " top-up of its kind)"));
        TestDatabase.execute(bench.dataSource, "UPDATE billing.topup SET amount_cents = 700");
    }
}
