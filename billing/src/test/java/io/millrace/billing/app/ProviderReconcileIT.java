package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.NewIntent;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.FeeStore;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.reconcile.Difference;
import io.millrace.billing.reconcile.ReconcileSettings;
import io.millrace.billing.reconcile.Run;
import io.millrace.billing.reconcile.RunState;
import io.millrace.billing.reconcile.Span;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real stripe-java against the stand-in of Stripe, real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
final class ProviderReconcileIT {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final long CENTS = 1_250;
    /** 2.9 % and 30 cents. */
    private static final long FEE = 66;

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @TempDir
    private Path stripeDirectory;

    private final Clock clock = new SystemClock();
    private final long begin = clock.nowMicros() / Micros.PER_SECOND;
    private FakeStripe stripe;
    private StripeSettings settings;
    private DataSource dataSource;
    private PaymentGateway gateway;
    private Credits credits;
    private Reconciliation reconciliation;

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
        settings = new StripeSettings(new Secret("sk_test_1"), stripe.url(), false);
        gateway = StripePaymentGateway.of(settings);
        dataSource = database.fresh();
        credits = new Credits(dataSource, gateway, clock);
        reconciliation = Reconciliation.of(dataSource, settings, gateway, clock);
    }

    @AfterEach
    void close() {
        stripe.close();
        database.release();
    }

    /** From an hour before the test to the second that is not over: whatever it did so far. */
    private Span untilNow() {
        return new Span(begin - 3_600, clock.nowMicros() / Micros.PER_SECOND + 1);
    }

    private Run reconcile(boolean repair) {
        // The span of a test ends with the present second, which Reconciliation itself would not take.
        return Reconciliation.of(dataSource, settings, gateway, ahead(Duration.ofSeconds(2)))
                .run(untilNow(), repair);
    }

    private Clock ahead(Duration by) {
        return new Clock() {
            @Override
            public long nowMicros() {
                return clock.nowMicros() + by.toMillis() * Micros.PER_MILLI;
            }

            @Override
            public long tickNanos() {
                return clock.tickNanos();
            }
        };
    }

    private void topUps(int from, int to) {
        for (int i = from; i < to; i++) {
            credits.openAccount(new AccountTerms("w" + i, BillingMode.PREPAID, null, "pm_card_visa"));
            credits.topUp("w" + i, CENTS, "first");
        }
        charge();
    }

    private void charge() {
        Charger charger =
                new Charger(new TopUpStore(dataSource, clock), gateway, new ChargerSettings(MILLI, MILLI, MILLI));
        boolean more = true;
        while (more) {
            more = charger.step();
        }
    }

    private UUID topUpOf(String workspace) {
        return credits.recentCharges(100).stream()
                .filter(charge -> charge.workspaceId().equals(workspace))
                .map(Charge::topUpId)
                .findFirst()
                .orElseThrow();
    }

    /** A payment of a card that nobody here asked for. */
    private String payment(String name, String workspace) {
        String customer = gateway.createCustomer(workspace, new IdempotencyKey("customer-" + name));
        Answer created = gateway.createIntent(
                new NewIntent(name, workspace, CENTS, customer, "pm_card_visa"),
                new IdempotencyKey("create-" + name + workspace));
        String id = ((Answer.Ok) created).intent().id();
        gateway.confirm(id, "pm_card_visa", new IdempotencyKey("confirm-" + id));
        return id;
    }

    private String intentOf(String workspace) {
        return TestDatabase.rows(
                        dataSource, "SELECT payment_intent FROM billing.topup WHERE customer_id = '" + workspace + "'")
                .get(0)
                .replaceAll("[()]", "");
    }

    private List<String> found(Run run) {
        return reconciliation.runs().differences(run.id()).stream()
                .map(difference -> difference.difference() + " " + difference.id())
                .toList();
    }

    private void change(String sql) throws SQLException {
        TestDatabase.execute(dataSource, sql);
    }

    private long number(String sql) {
        return TestDatabase.number(dataSource, sql);
    }

    @Test
    void oneExtraOneMissingOneWrongAmountAndOneDoubleAreNamedAndNothingElse() throws SQLException {
        topUps(0, 5);
        String extra = payment("order-7", "stranger");
        String twice = payment(topUpOf("w1").toString(), "w1");
        String lost = intentOf("w2");
        change("UPDATE billing.topup SET payment_intent = 'pi_gone' WHERE customer_id = 'w2'");
        change("UPDATE billing.credit_grant SET granted_nano = granted_nano + 10000000 WHERE customer_id = 'w3'");
        Run run = reconcile(/* repair= */ true);
        assertThat(run.state()).isEqualTo(RunState.DIFFERENT);
        assertThat(found(run))
                .containsExactlyInAnyOrder(
                        "MISSING_HERE " + extra,
                        "DOUBLE_CHARGE " + twice,
                        "DOUBLE_CHARGE " + lost,
                        "MISSING_AT_STRIPE pi_gone",
                        "AMOUNT_DIFFERS " + intentOf("w3"));
        assertThat(reconciliation.runs().differences(run.id()))
                .filteredOn(difference -> difference.difference() == Difference.Kind.AMOUNT_DIFFERS)
                .extracting(Difference::text)
                .containsExactly("PAYMENT " + intentOf("w3") + " AMOUNT_DIFFERS: 1251 usd cents, top-up "
                        + topUpOf("w3") + " SUCCEEDED (expected: 1250 usd cents, succeeded)");
        assertThat(reconciliation.runs().get(run.id())).contains(run);
        assertThat(reconciliation.runs().unsettled()).contains(run);
    }

    @Test
    void feesAreBookedOnceAndTheLedgerStillAddsUp() throws SQLException {
        topUps(0, 3);
        Run first = reconcile(/* repair= */ true);
        assertThat(first.state()).isEqualTo(RunState.MATCHED);
        assertThat(first.feesBooked()).isEqualTo(3);
        assertThat(first.listed()).isEqualTo(6);
        assertThat(reconcile(/* repair= */ true).feesBooked()).isZero();
        assertThat(number("SELECT sum(amount_nano)::bigint FROM billing.transfer WHERE kind = 'STRIPE_FEE'"
                        + " AND debit_account = 6 AND credit_account = 3"))
                .isEqualTo(3 * FEE * 10_000_000L);
        assertThat(BillingAudit.totals(dataSource, gateway).differences()).isEmpty();
        assertThat(number("SELECT count(*) FROM billing.reconcile_item")).isZero();
        FeeStore fees = new FeeStore(dataSource);
        assertThat(fees.book("txn_y", "pi_y", 5)).isTrue();
        assertThat(fees.book("txn_y", "pi_y", 5)).isFalse();
        assertThat(BillingAudit.totals(dataSource, gateway).differences()).isEmpty();
        change("INSERT INTO billing.stripe_fee VALUES ('txn_x', 'pi_x', 1, gen_random_uuid())");
        assertThat(BillingAudit.totals(dataSource, gateway).differences())
                .containsExactly("stripe fee: 1 rows differ (expected: one transfer of its amount)");
    }

    @Test
    void aPaymentThatNobodyBookedIsBookedAndNamed() throws SQLException {
        topUps(0, 1);
        credits.openAccount(new AccountTerms("late", BillingMode.PREPAID, null, "pm_card_visa"));
        UUID topUp = credits.topUp("late", CENTS, "first");
        String paid = payment(topUp.toString(), "late");
        Run dry = reconcile(/* repair= */ false);
        assertThat(found(dry)).contains("STATE_DIFFERS " + paid).hasSize(2);
        assertThat(credits.grants("late")).isEmpty();
        Run run = reconcile(/* repair= */ true);
        assertThat(found(run)).containsExactly("STATE_DIFFERS " + paid);
        assertThat(reconciliation.runs().differences(run.id()).get(0).repaired())
                .isTrue();
        assertThat(credits.grants("late")).hasSize(1);
        assertThat(reconcile(/* repair= */ true).state()).isEqualTo(RunState.MATCHED);
        assertThat(number("SELECT count(*) FROM billing.stripe_fee")).isEqualTo(2);
        assertThat(reconciliation.runs().unsettled()).isEmpty();
    }

    @Test
    void disputesOfOurPaymentsAreBookedAndNamed() {
        topUps(0, 2);
        payment("order-7", "stranger");
        stripe.control().charges().forEach(charge -> stripe.control().openDispute(charge.id()));
        Run run = reconcile(/* repair= */ true);
        assertThat(reconciliation.runs().differences(run.id()).stream()
                        .map(difference ->
                                difference.kind() + " " + difference.difference() + " " + difference.repaired()))
                .containsExactlyInAnyOrder(
                        "PAYMENT MISSING_HERE false",
                        "DISPUTE MISSING_HERE true",
                        "DISPUTE MISSING_HERE true",
                        "DISPUTE FOREIGN false");
        assertThat(number(
                        "SELECT count(*) FROM billing.dispute WHERE state = 'OPEN' AND from_grant_nano = 12500000000"))
                .isEqualTo(2);
    }

    @Test
    void aPaymentBookedWithinTheSpanMayBeOlderThanIt() throws SQLException {
        topUps(0, 1);
        // Stripe's times are whole seconds: the span begins with the next one, in which it is booked.
        long next = clock.nowMicros() / Micros.PER_SECOND + 1;
        change("UPDATE billing.topup SET updated_at = to_timestamp(" + next + ")");
        Run run = Reconciliation.of(dataSource, settings, gateway, ahead(Duration.ofHours(2)))
                .run(new Span(next, next + 3_600), true);
        assertThat(run.listed()).isZero();
        assertThat(found(run)).isEmpty();
        change("UPDATE billing.topup SET payment_intent = 'pi_gone'");
        Run second = Reconciliation.of(dataSource, settings, gateway, ahead(Duration.ofHours(2)))
                .run(new Span(next, next + 3_600), true);
        assertThat(found(second)).containsExactly("MISSING_AT_STRIPE pi_gone");
    }

    @Test
    void aRunThatEndedHalfWayIsTakenUpAgain() throws SQLException {
        topUps(0, 3);
        Span span = untilNow();
        stripe.close();
        Clock later = ahead(Duration.ofSeconds(2));
        assertThatThrownBy(() ->
                        Reconciliation.of(dataSource, settings, gateway, later).run(span, true))
                .isInstanceOf(GatewayException.class)
                .hasMessage("stripe list: incomplete (expected: every page)");
        stripe = FakeStripe.start(new FakeStripeOptions(stripeDirectory, 0));
        settings = new StripeSettings(new Secret("sk_test_1"), stripe.url(), false);
        gateway = StripePaymentGateway.of(settings);
        Reconciliation again = Reconciliation.of(dataSource, settings, gateway, later);
        assertThatThrownBy(() -> again.run(span, true))
                .hasMessage("reconciliation: running in another process (expected: one at a time)");
        // As if its payments had been read before the end.
        change("UPDATE billing.reconcile_run SET lease_until = now() - interval '1 second', next_list = 'REFUND'");
        Run run = again.run(span, true);
        assertThat(run.id()).isEqualTo(reconciliation.runs().list(10).get(0).id());
        assertThat(reconciliation.runs().list(10)).hasSize(1);
        // The movements lead to the payments that were not read.
        assertThat(run.listed()).isEqualTo(3);
        assertThat(run.feesBooked()).isEqualTo(3);
        assertThat(run.state()).isEqualTo(RunState.MATCHED);
    }

    @Test
    void theScheduleTilesTheTimeWhateverIsDoneByHand() {
        topUps(0, 1);
        ReconcileSettings hourly = new ReconcileSettings(Duration.ofHours(1), Duration.ofMinutes(15));
        Reconciliation now = Reconciliation.of(dataSource, settings, gateway, clock);
        now.step(hourly);
        now.step(hourly);
        reconcile(/* repair= */ true);
        Reconciliation later = Reconciliation.of(dataSource, settings, gateway, ahead(Duration.ofHours(3)));
        later.step(hourly);
        List<Span> spans =
                reconciliation.runs().list(10).stream().map(Run::span).toList();
        assertThat(spans).hasSize(3);
        assertThat(spans.get(0).fromSeconds()).isEqualTo(spans.get(2).toSeconds());
        assertThat(spans.get(0).toSeconds() - spans.get(0).fromSeconds()).isEqualTo(3 * 3_600);
        assertThat(spans.get(2).toSeconds() % 3_600).isZero();
        assertThat(reconciliation.runs().unsettled()).isEmpty();
    }

    @Test
    void aSpanThatIsNotOverIsRefused() {
        long now = clock.nowMicros() / Micros.PER_SECOND;
        assertThatThrownBy(() -> reconciliation.run(new Span(now, now + 60), true))
                .hasMessageStartingWith("end of the span: ")
                .hasMessageEndingWith(" (expected: not after now)");
    }
}
