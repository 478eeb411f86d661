package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.app.FaultyGateway.Fault;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.charging.TopUps;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.GrantView;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real stripe-java against the stand-in of Stripe, real PostgreSQL; leases and pauses of a millisecond. */
@SuppressWarnings("NullAway.Init")
final class ChargingIT {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final ChargerSettings HASTY = new ChargerSettings(MILLI, MILLI, MILLI);
    private static final long CENTS = 1_250;

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @TempDir
    private Path stripeDirectory;

    private FakeStripe stripe;
    private DataSource dataSource;
    private PaymentGateway gateway;
    private Credits credits;
    private TopUps topUps;

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
        stripe = FakeStripe.start(new FakeStripeOptions(stripeDirectory, 0));
        gateway = StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), stripe.url(), false));
        dataSource = database.fresh();
        credits = new Credits(dataSource, gateway, new TestingClock(1_000));
        topUps = new TopUpStore(dataSource, new TestingClock(1_000));
    }

    @AfterEach
    void close() {
        stripe.close();
        database.release();
    }

    private void account(String workspace, String card) {
        credits.openAccount(new AccountTerms(workspace, BillingMode.PREPAID, null, card));
    }

    private Charge only() {
        List<Charge> charges = credits.recentCharges(2);
        assertThat(charges).hasSize(1);
        return charges.get(0);
    }

    /** Lets chargers run, a new one after each death, until nothing is open. */
    private void drain(PaymentGateway through, TopUps store) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    try {
                        new Charger(store, through, HASTY).step();
                    } catch (FaultyGateway.Death e) {
                        return false;
                    }
                    return credits.recentCharges(100).stream()
                            .allMatch(charge -> charge.state().isFinal());
                });
    }

    private void assertChargedOnce(long topUpCount) {
        BillingTotals totals = BillingAudit.totals(dataSource, gateway);
        assertThat(totals.differences()).isEmpty();
        assertThat(totals.providerPayments()).isEqualTo(topUpCount);
        assertThat(totals.providerCents()).isEqualTo(topUpCount * CENTS);
        assertThat(totals.paidGrants()).isEqualTo(topUpCount);
        assertThat(totals.paidGrantCents()).isEqualTo(topUpCount * CENTS);
    }

    @Test
    void aTopUpIsChargedAndGrantedOnce() {
        account("a", "pm_card_visa");
        credits.topUp("a", CENTS, "first");
        credits.topUp("a", CENTS, "first");
        drain(gateway, topUps);
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(credits.balance("a")).isEqualTo(Money.ofCents(CENTS));
        assertThat(credits.grants("a"))
                .extracting(GrantView::kind, GrantView::source)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(GrantKind.PAID, "topup:" + only().topUpId()));
        assertThat(gateway.listSucceeded().get(0).topUpId())
                .isEqualTo(only().topUpId().toString());
        assertThat(TestDatabase.rows(dataSource, "SELECT credit_id, amount_nano FROM billing.outbox"))
                .containsExactly("(grant:topup:" + only().topUpId() + ",12500000000)");
        assertChargedOnce(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isChargedOnceWhenTheAnswerIsLost(Fault fault) {
        account("a", "pm_card_visa");
        credits.topUp("a", CENTS, "first");
        FaultyGateway faulty = new FaultyGateway(gateway, fault, 3);
        drain(faulty, topUps);
        assertThat(faulty.struck(3)).isPositive();
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertChargedOnce(1);
    }

    /** Claim, submitted, created, confirming, settle: dead before or after each commit, and Stripe restarted too. */
    @Test
    void isChargedOnceWhereverTheProcessDied() {
        for (int death = 0; death < 12; death++) {
            account("w" + death, "pm_card_visa");
            credits.topUp("w" + death, CENTS, "first");
            drain(gateway, new DyingTopUps(topUps, death));
        }
        stripe.close();
        stripe = FakeStripe.start(new FakeStripeOptions(stripeDirectory, 0));
        gateway = StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), stripe.url(), false));
        assertChargedOnce(12);
    }

    @Test
    void aDeclinedCardLeavesNoGrant() {
        account("a", "pm_card_chargeDeclinedInsufficientFunds");
        credits.topUp("a", CENTS, "first");
        drain(gateway, topUps);
        assertThat(only().state()).isEqualTo(TopUpState.FAILED);
        assertThat(only().error()).isEqualTo("insufficient_funds");
        assertThat(credits.grants("a")).isEmpty();
        assertChargedOnce(0);
    }

    @Test
    void aDeclineWhoseAnswerWasLostLeavesNoGrant() {
        account("a", "pm_card_chargeDeclined");
        credits.topUp("a", CENTS, "first");
        drain(new FaultyGateway(gateway, Fault.CONFIRM_DEATH, 1), topUps);
        assertThat(only().state()).isEqualTo(TopUpState.FAILED);
        assertThat(only().error()).isEqualTo("generic_decline");
        assertChargedOnce(0);
    }

    @Test
    void aCardThatWantsItsOwnerWaitsForThem() {
        account("a", "pm_card_authenticationRequired");
        credits.topUp("a", CENTS, "first");
        Charger charger = new Charger(topUps, gateway, HASTY);
        charger.step();
        assertThat(only().state()).isEqualTo(TopUpState.REQUIRES_ACTION);
        charger.step();
        assertThat(only().state()).isEqualTo(TopUpState.REQUIRES_ACTION);
        assertChargedOnce(0);
    }

    @Test
    void anOutageOfStripeOnlyDelays() {
        account("a", "pm_card_visa");
        credits.topUp("a", CENTS, "first");
        stripe.close();
        new Charger(topUps, gateway, HASTY).step();
        assertThat(only().state()).isEqualTo(TopUpState.SUBMITTED);
        assertThatThrownBy(() -> BillingAudit.totals(dataSource, gateway))
                .hasMessage("stripe payment list: incomplete (expected: every page)");
        stripe = FakeStripe.start(new FakeStripeOptions(stripeDirectory, 0));
        gateway = StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), stripe.url(), false));
        drain(gateway, topUps);
        assertChargedOnce(1);
    }

    @Test
    void severalChargersWithLeasesTooShortChargeEachTopUpOnce() {
        for (int i = 0; i < 25; i++) {
            account("w" + i, "pm_card_visa");
            credits.topUp("w" + i, CENTS, "first");
        }
        List<CompletableFuture<Void>> chargers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            chargers.add(CompletableFuture.runAsync(() -> drain(gateway, topUps)));
        }
        chargers.forEach(CompletableFuture::join);
        assertChargedOnce(25);
    }

    @Test
    void aPaymentNobodyGrantedIsNamed() {
        account("a", "pm_card_visa");
        credits.topUp("a", CENTS, "first");
        drain(gateway, topUps);
        PaymentGateway other = gateway;
        DataSource empty = database.fresh();
        assertThat(BillingAudit.totals(empty, other).differences())
                .singleElement()
                .asString()
                .matches("payment pi_\\S+: 1250 cents, not granted \\(expected: a grant\\)");
    }

    @Test
    void anAccountWithoutACardCannotBeToppedUp() {
        credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, null, null));
        assertThatThrownBy(() -> credits.topUp("a", CENTS, "first"))
                .isInstanceOf(MillraceException.class)
                .hasMessage("workspace: a (expected: one with an account and a payment method)");
        assertThatThrownBy(() -> credits.balance("nobody"))
                .hasMessage("workspace: nobody (expected: one that has an account)");
    }
}
