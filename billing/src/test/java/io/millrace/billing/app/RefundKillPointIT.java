package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.billing.returns.RefundState;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.schemas.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that makes a refund ends at each named point; the next one finishes it, and the money goes back once. Once for each
 * point in a build, -Dmillrace.kills=20 for more.
 */
@SuppressWarnings("NullAway.Init")
final class RefundKillPointIT {
    private static final int KILLS = Integer.getInteger("millrace.kills", 1);
    private static final long PAID = 1_000;
    private static final long BACK = 400;

    @TempDir
    private static Path directory;

    private static EmbeddedPostgresServer server;
    private static FakeStripe stripe;
    private static HikariDataSource dataSource;
    private static ReturnsWorld world;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgresServer.start(new PostgresOptions(directory.resolve("postgres"), 0));
        stripe = FakeStripe.start(new FakeStripeOptions(directory.resolve("stripe"), 0));
        dataSource = BillingDatabase.open(server.jdbcUrl(), server.user(), new Secret(""));
        BillingDatabase.migrate(dataSource);
        world = new ReturnsWorld(dataSource, stripe);
    }

    @AfterAll
    static void stop() {
        dataSource.close();
        stripe.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void theMoneyGoesBackOnceWhereverTheProcessEnds(RefundKillPoint point) throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            String workspace = point + "-" + kill;
            world.account(workspace, "pm_card_visa");
            UUID topUp = world.topUp(workspace, PAID);
            RefundRequest request =
                    new RefundRequest(workspace, topUp, BACK, "first", "asked", RefundPolicy.REMAINING_ONLY);
            world.returns.requestRefund(request);
            Fault fault = point.fault();
            if (fault != null) {
                stripe.control().fail(FaultPlan.script(fault));
            }
            int exit = KilledProcess.run(
                    directory.resolve("refunder.log"),
                    KilledRefunderMain.class,
                    server.jdbcUrl(),
                    server.user(),
                    stripe.url(),
                    point.name());
            assertThat(exit).as("it ended at the point").isEqualTo(KilledProcess.EXIT_CODE);
            assertThat(refundedCents(topUp)).isEqualTo(point.afterTheRefund() ? BACK : 0);
            world.drain();
            assertThat(world.returns.requestRefund(request).state()).isEqualTo(RefundState.SUCCEEDED);
            assertThat(refundedCents(topUp)).isEqualTo(BACK);
            assertThat(world.balanceCents(workspace)).isEqualTo(PAID - BACK);
            world.assertBooks();
        }
    }

    private static long refundedCents(UUID topUp) {
        String intent = world.intentOf(topUp);
        return stripe.control().charges().stream()
                .filter(charge -> charge.paymentIntent().equals(intent))
                .mapToLong(charge -> charge.progress().refundedCents())
                .sum();
    }
}
