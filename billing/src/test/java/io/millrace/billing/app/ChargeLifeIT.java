package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentMethodAttachParams;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.NewIntent;
import io.millrace.billing.charging.OrphanJanitor;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.RechargePause;
import io.millrace.billing.charging.RechargeRule;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.OrphanStore;
import io.millrace.billing.postgres.RechargeSweep;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.embedded.stripe.model.TestCard;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a charge that does not simply succeed: real stripe-java, the stand-in for Stripe, real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
final class ChargeLifeIT {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final ChargerSettings HASTY = new ChargerSettings(Duration.ofMinutes(1), MILLI, MILLI);
    private static final AutoRecharge RECHARGE = new AutoRecharge(Money.parseUsd("5"), 1_000, 9);
    private static final int STEPS_MAX = 60;
    private static final int DRAWDOWNS = 10_000;
    private static final int BATCH = 500;

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @TempDir
    private Path stripeDirectory;

    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private FakeStripe stripe;
    private StripeClient client;
    private DataSource dataSource;
    private PaymentGateway gateway;
    private Credits credits;
    private TopUpStore topUps;
    private Charger charger;

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
        Secret key = new Secret("sk_test_1");
        gateway = StripePaymentGateway.of(
                new StripeSettings(key, stripe.url(), false, "https://acme.example/billing", true));
        client = StripeClient.builder()
                .setApiKey(key.reveal())
                .setApiBase(stripe.url())
                .build();
        dataSource = database.fresh();
        TestingClock clock = new TestingClock(1_000);
        credits = new Credits(dataSource, gateway, clock);
        topUps = new TopUpStore(dataSource, clock, (handle, notice) -> notices.add(notice));
        charger = new Charger(topUps, gateway, HASTY);
    }

    @AfterEach
    void close() {
        stripe.close();
        database.release();
    }

    /** A workspace below its threshold, with a card of its own; its automatic top-up is open. Returns the payment method. */
    private String below(String card) throws StripeException {
        credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, null, card));
        String method = attached(card);
        credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, RECHARGE, method));
        credits.resumeRecharge("a");
        return method;
    }

    private String attached(String card) throws StripeException {
        PaymentMethodAttachParams params = PaymentMethodAttachParams.builder()
                .setCustomer(stripeCustomer())
                .build();
        return client.v1().paymentMethods().attach(card, params).getId();
    }

    private String stripeCustomer() {
        return text("SELECT stripe_customer FROM billing.customer WHERE id = 'a'");
    }

    private String text(String sql) {
        String row = TestDatabase.rows(dataSource, sql).get(0);
        return row.substring(1, row.length() - 1);
    }

    private void execute(String sql) {
        try {
            TestDatabase.execute(dataSource, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the charger run until it has nothing to do within a second. */
    private void run() {
        for (int i = 0;
                i < STEPS_MAX
                        && charges().stream().anyMatch(charge -> charge.state().isActive());
                i++) {
            due();
            charger.step();
        }
    }

    /** The time of everything that waits has come. */
    private void due() {
        execute("UPDATE billing.topup SET lease_until = now() - interval '1 second'");
    }

    /** The time has come, and the charger looks. */
    private void look() {
        due();
        charger.step();
        run();
    }

    private List<Charge> charges() {
        return credits.recentCharges(50);
    }

    private Charge only() {
        assertThat(charges()).hasSize(1);
        return charges().get(0);
    }

    private void assertTold(NoticeKind... kinds) {
        assertThat(notices).extracting(Notice::kind).containsExactly(kinds);
        assertThat(notices).extracting(Notice::noticeId).doesNotHaveDuplicates();
    }

    /** The books agree with the stand-in's own list of charges, top-up by top-up. */
    private void assertBooks(int payments) {
        assertThat(BillingAudit.totals(dataSource, gateway).differences()).isEmpty();
        assertThat(stripe.control().paidChargesBy("topup_id").values())
                .hasSize(payments)
                .allMatch(count -> count == 1);
    }

    @Test
    void aDeclineThatMayPassIsTriedAgainAfterADay() throws StripeException {
        String method = below("pm_card_chargeDeclinedInsufficientFunds");
        run();
        assertThat(only())
                .extracting(Charge::state, Charge::error)
                .containsExactly(TopUpState.WAITING, "insufficient_funds");
        assertThat(text("SELECT round(extract(epoch FROM lease_until - updated_at) / 3600) FROM billing.topup"))
                .isEqualTo("24");
        assertThat(charger.step()).as("not before its time").isFalse();
        stripe.control().replaceCard(method, TestCard.VISA);
        look();
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(text("SELECT recharge_failures FROM billing.customer")).isEqualTo("0");
        assertTold(NoticeKind.PAYMENT_FAILED, NoticeKind.RECEIPT);
        assertBooks(1);
    }

    @Test
    void theThirdDeclinePausesAutoRechargeAndAnotherCardResumesIt() throws StripeException {
        below("pm_card_chargeDeclinedInsufficientFunds");
        run();
        look();
        assertThat(credits.rechargePause("a")).isEmpty();
        look();
        assertThat(only().state()).isEqualTo(TopUpState.WAITING);
        assertThat(credits.rechargePause("a")).contains(RechargePause.FAILURES);
        assertThat(text("SELECT round(extract(epoch FROM lease_until - updated_at) / 86400) FROM billing.topup"))
                .isEqualTo("7");
        look();
        assertThat(only())
                .extracting(Charge::state, Charge::error)
                .containsExactly(TopUpState.FAILED, "insufficient_funds");
        new RechargeSweep(dataSource).step();
        assertThat(charges()).as("nothing is opened while it is paused").hasSize(1);
        assertTold(
                NoticeKind.PAYMENT_FAILED,
                NoticeKind.PAYMENT_FAILED,
                NoticeKind.PAYMENT_FAILED,
                NoticeKind.RECHARGE_PAUSED,
                NoticeKind.PAYMENT_FAILED);
        credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, RECHARGE, attached("pm_card_visa")));
        assertThat(credits.rechargePause("a")).isEmpty();
        new RechargeSweep(dataSource).step();
        run();
        assertThat(charges()).extracting(Charge::state).containsExactly(TopUpState.SUCCEEDED, TopUpState.FAILED);
        assertBooks(1);
    }

    @Test
    void anotherCardEndsTheWaitOfTheOneBefore() throws StripeException {
        below("pm_card_chargeDeclinedInsufficientFunds");
        run();
        credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, RECHARGE, attached("pm_card_visa")));
        charger.step();
        assertThat(only())
                .extracting(Charge::state, Charge::error)
                .containsExactly(TopUpState.FAILED, "no_longer_wanted");
        new RechargeSweep(dataSource).step();
        run();
        assertThat(charges()).extracting(Charge::state).containsExactly(TopUpState.SUCCEEDED, TopUpState.FAILED);
        assertBooks(1);
    }

    @Test
    void aBalanceThatRoseIsNotChargedForAgain() throws StripeException {
        String method = below("pm_card_chargeDeclinedInsufficientFunds");
        run();
        credits.grant("a", Money.parseUsd("20"), false, "by hand");
        stripe.control().replaceCard(method, TestCard.VISA);
        look();
        assertThat(only())
                .extracting(Charge::state, Charge::error)
                .containsExactly(TopUpState.FAILED, "no_longer_wanted");
        assertBooks(0);
    }

    @Test
    void aStolenCardIsNeverTriedAgainAndThePaymentIsCanceled() throws StripeException {
        below("pm_card_chargeDeclinedStolenCard");
        run();
        assertThat(only()).extracting(Charge::state, Charge::error).containsExactly(TopUpState.FAILED, "stolen_card");
        assertThat(credits.rechargePause("a")).contains(RechargePause.CARD);
        assertTold(NoticeKind.PAYMENT_FAILED, NoticeKind.RECHARGE_PAUSED);
        assertThat(notices).extracting(Notice::code).containsOnly("card_declined");
        String intent = text("SELECT payment_intent FROM billing.topup");
        assertThat(client.v1().paymentIntents().retrieve(intent).getStatus()).isEqualTo("canceled");
        assertThat(stripe.control().charges()).as("tried once").hasSize(1);
    }

    @Test
    void theOwnerOfACardAgreesOnThePageTheyAreSentTo() throws StripeException {
        below("pm_card_threeDSecure2Required");
        run();
        Charge waiting = only();
        assertThat(waiting.state()).isEqualTo(TopUpState.REQUIRES_ACTION);
        assertThat(waiting.actionUrl()).startsWith(stripe.url() + "/hosted/payment_intents/pi_");
        assertThat(credits.rechargePause("a")).contains(RechargePause.ACTION);
        assertTold(NoticeKind.ACTION_REQUIRED, NoticeKind.RECHARGE_PAUSED);
        assertThat(notices.get(0).link()).isEqualTo(waiting.actionUrl());
        look();
        assertThat(only().state()).as("nobody came yet").isEqualTo(TopUpState.REQUIRES_ACTION);
        stripe.control().authenticate(text("SELECT payment_intent FROM billing.topup"), true);
        look();
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(credits.rechargePause("a")).isEmpty();
        assertBooks(1);
    }

    @Test
    void whoDoesNotComeIn23HoursIsNotWaitedForAnyMore() throws StripeException {
        below("pm_card_authenticationRequired");
        run();
        assertThat(only().state()).isEqualTo(TopUpState.REQUIRES_ACTION);
        assertThat(text("SELECT round(extract(epoch FROM action_until - updated_at) / 3600) FROM billing.topup"))
                .isEqualTo("23");
        execute("UPDATE billing.topup SET action_until = now() - interval '1 second'");
        look();
        assertThat(only())
                .extracting(Charge::state, Charge::error)
                .containsExactly(TopUpState.FAILED, "action_expired");
        assertThat(credits.rechargePause("a")).contains(RechargePause.ACTION);
        assertBooks(0);
    }

    @Test
    void whoAgreesInTheLastMomentGetsTheirCredit() throws StripeException {
        below("pm_card_authenticationRequired");
        run();
        stripe.control().authenticate(text("SELECT payment_intent FROM billing.topup"), true);
        execute("UPDATE billing.topup SET action_until = now() - interval '1 second'");
        look();
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertBooks(1);
    }

    @Test
    void aBankDebitIsGrantedWhenItArrivesAndNothingElseIsOpenedMeanwhile() throws StripeException {
        below("pm_usBankAccount_success");
        run();
        assertThat(only().state()).isEqualTo(TopUpState.PROCESSING);
        assertThat(credits.balance("a")).isEqualTo(Money.ZERO);
        new RechargeSweep(dataSource).step();
        look();
        assertThat(only().state()).isEqualTo(TopUpState.PROCESSING);
        stripe.control().finishProcessing(text("SELECT payment_intent FROM billing.topup"), true);
        look();
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(credits.balance("a")).isEqualTo(Money.ofCents(1_000));
        assertBooks(1);
    }

    @Test
    void aKeyThatWasUsedForSomethingElseFreezesTheTopUpUntilAPersonReleasesIt() throws StripeException {
        below("pm_card_visa");
        UUID id = only().topUpId();
        gateway.createIntent(
                new NewIntent(id.toString(), "a", 999, stripeCustomer(), "pm_card_visa"),
                new IdempotencyKey("mr:" + id + ":create:1"));
        run();
        assertThat(only().state()).isEqualTo(TopUpState.FROZEN);
        assertThat(topUps.frozen())
                .containsExactly("top-up " + id
                        + ": FROZEN idempotency_error (expected: somebody who looks at it, then ./millrace credit top-ups"
                        + " release ID --reason)");
        look();
        assertThat(only().state()).as("nothing is sent by itself").isEqualTo(TopUpState.FROZEN);
        assertThat(stripe.control().charges()).isEmpty();
        // A person cancels the other payment, and lets the charger go on.
        String other = client.v1().paymentIntents().list().getData().get(0).getId();
        gateway.cancel(other, new IdempotencyKey("by hand"));
        assertThat(credits.releaseTopUp(id, "the amount was mended")).isTrue();
        assertThat(TestDatabase.rows(
                        dataSource, "SELECT release_reason FROM billing.topup WHERE released_at IS NOT NULL"))
                .containsExactly("(\"the amount was mended\")");
        run();
        assertThat(only())
                .extracting(Charge::state, Charge::error)
                .containsExactly(TopUpState.FAILED, "idempotency_error");
        assertBooks(0);
    }

    @Test
    void aCustomerThatStripeDoesNotKnowAnyMorePausesAutoRecharge() throws StripeException {
        below("pm_card_visa");
        client.v1().customers().delete(stripeCustomer());
        run();
        assertThat(only())
                .extracting(Charge::state, Charge::error)
                .containsExactly(TopUpState.FAILED, "resource_missing");
        assertThat(credits.rechargePause("a")).contains(RechargePause.PROFILE);
        assertBooks(0);
    }

    @Test
    void aPaymentThatALostAnswerLeftBehindIsCanceledAfterAnHour() throws StripeException {
        below("pm_card_visa");
        UUID id = only().topUpId();
        String orphan = client.v1()
                .paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(1_000L)
                        .setCurrency("usd")
                        .setCustomer(stripeCustomer())
                        .setPaymentMethod("pm_card_visa")
                        .putMetadata("topup_id", id.toString())
                        .build())
                .getId();
        run();
        execute("UPDATE billing.topup SET create_attempt = 2");
        OrphanJanitor janitor = new OrphanJanitor(new OrphanStore(dataSource), gateway);
        assertThat(janitor.step()).as("not before its time").isFalse();
        execute("UPDATE billing.topup SET first_sent_at = now() - interval '61 minutes'");
        assertThat(janitor.step()).isTrue();
        assertThat(janitor.step()).as("each once").isFalse();
        assertThat(client.v1().paymentIntents().retrieve(orphan).getStatus()).isEqualTo("canceled");
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertBooks(1);
    }

    @Test
    void anAmountCutShortIsFollowedByAnotherUnlessTheDayIsSpent() {
        RechargeRule rule = new RechargeRule(Money.parseUsd("50"), 1_000, null, 2_000, 4_500L);
        credits.openAccount(
                new AccountTerms("a", BillingMode.PREPAID, new AutoRecharge(rule, 9, Duration.ZERO), "pm_card_visa"));
        credits.resumeRecharge("a");
        run();
        assertThat(charges()).extracting(Charge::amountCents).containsExactly(500L, 2_000L, 2_000L);
        assertThat(credits.balance("a")).isEqualTo(Money.parseUsd("45"));
        assertBooks(3);
    }

    @Test
    void aCooldownHoldsTheNextOneBackAndTheSweepOpensIt() {
        RechargeRule rule = new RechargeRule(Money.parseUsd("15"), 1_000, Money.parseUsd("16"), 1_000, null);
        credits.openAccount(new AccountTerms(
                "a", BillingMode.PREPAID, new AutoRecharge(rule, 9, Duration.ofHours(1)), "pm_card_visa"));
        credits.resumeRecharge("a");
        run();
        new RechargeSweep(dataSource).step();
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        execute("UPDATE billing.topup SET updated_at = now() - interval '61 minutes'");
        new RechargeSweep(dataSource).step();
        run();
        assertThat(charges()).extracting(Charge::amountCents).containsExactly(1_000L, 1_000L);
        assertBooks(2);
    }

    @Test
    void pausedByHandItStaysPausedWhateverSucceeds() {
        credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, RECHARGE, "pm_card_visa"));
        assertThat(credits.pauseRecharge("a")).isTrue();
        assertThat(credits.pauseRecharge("a")).isFalse();
        credits.topUp("a", 200, "by hand");
        run();
        assertThat(only().state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(credits.rechargePause("a")).contains(RechargePause.BY_HAND);
        credits.resumeRecharge("a");
        run();
        assertThat(charges()).extracting(Charge::amountCents).containsExactly(1_000L, 200L);
    }

    /** Two chargers at work while a balance is driven far below its threshold, in batches of one partition. */
    @Test
    void tenThousandDrawdownsBelowTheThresholdAreOneCharge() {
        AutoRecharge much = new AutoRecharge(Money.parseUsd("5"), 100_000, 9);
        credits.openAccount(new AccountTerms("a", BillingMode.PREPAID, much, "pm_card_visa"));
        credits.grant("a", Money.parseUsd("10"), false, "first");
        LedgerStore ledger = new LedgerStore(dataSource);
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> chargers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Charger other = new Charger(topUps, gateway, HASTY);
            chargers.add(CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    other.step();
                }
            }));
        }
        UUID topic = new UUID(7, 7);
        for (int from = 0; from < DRAWDOWNS; from += BATCH) {
            List<DrawdownBatch.Entry> entries = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                entries.add(new DrawdownBatch.Received(i, Drawdowns.of("a", i + 1L, 10_000_000, 1_000)));
            }
            ledger.post(new DrawdownBatch(topic, 0, from, from + BATCH, entries));
        }
        over.set(true);
        chargers.forEach(CompletableFuture::join);
        run();
        assertThat(only())
                .extracting(Charge::state, Charge::amountCents)
                .containsExactly(TopUpState.SUCCEEDED, 100_000L);
        assertThat(credits.balance("a")).isEqualTo(Money.parseUsd("910"));
        assertBooks(1);
    }
}
