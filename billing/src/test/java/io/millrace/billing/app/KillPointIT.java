package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that charges a card ends at each named point; the next one finishes the charge. Once for each point in a build,
 * -Dmillrace.kills=20 for more.
 */
@SuppressWarnings("NullAway.Init")
final class KillPointIT {
    private static final int KILLS = Integer.getInteger("millrace.kills", 1);
    private static final long CENTS = 700;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path directory;

    private static EmbeddedPostgresServer server;
    private static FakeStripe stripe;
    private static HikariDataSource dataSource;
    private static PaymentGateway gateway;
    private static Credits credits;
    private static Charger survivor;
    private static long offset;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgresServer.start(new PostgresOptions(directory.resolve("postgres"), 0));
        stripe = FakeStripe.start(new FakeStripeOptions(directory.resolve("stripe"), 0));
        dataSource = BillingDatabase.open(server.jdbcUrl(), server.user(), new Secret(""));
        BillingDatabase.migrate(dataSource);
        gateway = StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), stripe.url(), false));
        credits = new Credits(dataSource, gateway, new TestingClock(1_000));
        survivor = new Charger(new TopUpStore(dataSource, new TestingClock(1_000)), gateway, ChargeBench.HASTY);
    }

    @AfterAll
    static void stop() {
        dataSource.close();
        stripe.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void theCardIsChargedOnceWhereverTheProcessEnds(KillPoint point) throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            String workspace = point + "-" + kill;
            String card = point.declines() ? "pm_card_chargeDeclined" : "pm_card_visa";
            credits.openAccount(new AccountTerms(workspace, BillingMode.PREPAID, null, card));
            UUID topUp = credits.topUp(workspace, CENTS, "first");
            killAndFinish(point, topUp);
            boolean paid = !point.declines();
            assertThat(charge(topUp).state()).isEqualTo(paid ? TopUpState.SUCCEEDED : TopUpState.FAILED);
            assertThat(timesPaid(topUp)).isEqualTo(paid ? 1 : 0);
            assertThat(credits.balance(workspace)).isEqualTo(Money.ofCents(paid ? CENTS : 0));
            assertThat(TestDatabase.rows(
                            dataSource,
                            "SELECT kind, state, amount_cents FROM billing.notice WHERE workspace_id = '" + workspace
                                    + "'"))
                    .as("told once")
                    .containsExactly(paid ? "(RECEIPT,SUCCEEDED,700)" : "(PAYMENT_FAILED,CANCELING,700)");
        }
        assertNothingIsLeft();
    }

    /** Of a postpaid workspace; what it used while its charge was under way stays owed. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CANCELING_COMMITTED", "CANCEL_ANSWERED", "FAILED_COMMITTED"})
    void whatIsOwedIsChargedOnceWhereverTheProcessEnds(KillPoint point) throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            String workspace = "owes-" + point + "-" + kill;
            credits.openAccount(new AccountTerms(workspace, BillingMode.POSTPAID, null, "pm_card_visa"));
            credits.setBillingTerms(BillingTerms.postpaid(workspace, null, new PostpaidTerms(CENTS, ZoneOffset.UTC)));
            use(workspace, 1, Money.ofCents(CENTS).nanoUsd() + 1);
            UUID topUp = credits.recentCharges(Integer.MAX_VALUE).stream()
                    .filter(charge -> charge.workspaceId().equals(workspace))
                    .findFirst()
                    .orElseThrow()
                    .topUpId();
            use(workspace, 2, 1);
            killAndFinish(point, topUp);
            assertThat(charge(topUp).state()).isEqualTo(TopUpState.SUCCEEDED);
            assertThat(timesPaid(topUp)).isOne();
            assertThat(credits.balance(workspace)).isEqualTo(new Money(-2));
        }
        assertNothingIsLeft();
    }

    private static void use(String workspace, long sequence, long nano) {
        Received used = new Received(offset, Drawdowns.of(workspace, sequence, nano, 1_000));
        new LedgerStore(dataSource).post(new DrawdownBatch(new UUID(9, 9), 0, offset, ++offset, List.of(used)));
    }

    private static void killAndFinish(KillPoint point, UUID topUp) throws IOException, InterruptedException {
        assertThat(endOf(point)).as("it ended at the point").isEqualTo(KilledProcess.EXIT_CODE);
        assertThat(timesPaid(topUp)).isEqualTo(point.afterTheCharge() ? 1 : 0);
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            survivor.step();
            return charge(topUp).state().isFinal();
        });
    }

    private static void assertNothingIsLeft() {
        assertThat(BillingAudit.totals(dataSource, gateway).differences()).isEmpty();
        assertThat(TestDatabase.rows(
                        dataSource, "SELECT id FROM billing.topup WHERE state NOT IN ('SUCCEEDED', 'FAILED')"))
                .isEmpty();
    }

    private static int timesPaid(UUID topUp) {
        return stripe.control().paidChargesBy("topup_id").getOrDefault(topUp.toString(), 0);
    }

    private static Charge charge(UUID topUp) {
        return credits.recentCharges(Integer.MAX_VALUE).stream()
                .filter(charge -> charge.topUpId().equals(topUp))
                .findFirst()
                .orElseThrow();
    }

    /** Runs a charger in a process of its own until it ends. Returns its exit code. */
    private static int endOf(KillPoint point) throws IOException, InterruptedException {
        return KilledProcess.run(
                directory.resolve("charger.log"),
                KilledChargerMain.class,
                server.jdbcUrl(),
                server.user(),
                stripe.url(),
                point.name());
    }
}
