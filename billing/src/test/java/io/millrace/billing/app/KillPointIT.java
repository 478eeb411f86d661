package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
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
            assertThat(endOf(point)).as("it ended at the point").isEqualTo(KillPoint.EXIT_CODE);
            assertThat(timesPaid(topUp)).isEqualTo(point.afterTheCharge() ? 1 : 0);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        survivor.step();
                        return charge(topUp).state().isFinal();
                    });
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
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledChargerMain.class.getName(),
                server.jdbcUrl(),
                server.user(),
                stripe.url(),
                point.name());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("charger.log").toFile()))
                .start();
        return process.waitFor();
    }
}
