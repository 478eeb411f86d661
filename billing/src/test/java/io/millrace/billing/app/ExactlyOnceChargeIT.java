package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.PaymentEffect;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.embedded.stripe.webhook.WebhookPlan;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever goes wrong, each card is charged once. Real stripe-java, real PostgreSQL, four chargers that die around their
 * commits; 45 percent of all POSTs are turned away, lost before or after they ran, answered by a 500 that is kept, or slow;
 * webhooks, where there are any, come late, twice and out of order. The judge is the stand-in's own list of charges, since a
 * ledger that granted what it heard of agrees with itself however often the card was charged. -Dmillrace.topups=N for more.
 */
@SuppressWarnings("NullAway.Init")
final class ExactlyOnceChargeIT {
    private static final int TOP_UPS = Integer.getInteger("millrace.topups", 30);
    private static final int CHARGERS = 4;
    private static final Map<Fault, Integer> PER_MILLE = Map.of(
            Fault.RATE_LIMITED, 80,
            Fault.DROP_BEFORE, 80,
            Fault.DROP_AFTER, 100,
            Fault.ERROR_BEFORE, 70,
            Fault.ERROR_AFTER, 70,
            Fault.SLOW, 50);
    private static final Map<Fault, Integer> LOST_ANSWERS = Map.of(Fault.DROP_AFTER, 400, Fault.ERROR_AFTER, 300);

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @TempDir
    private Path stripeDirectory;

    private FakeStripe stripe;
    private RandomGenerator random;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory.resolve("shared"));
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void open() {
        long seed = Long.getLong("millrace.seed", new SystemClock().nowMillis());
        System.out.println("faults and deaths from -Dmillrace.seed=" + seed);
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        stripe = FakeStripe.start(new FakeStripeOptions(stripeDirectory, 0));
    }

    @AfterEach
    void close() {
        stripe.close();
        database.release();
    }

    private FaultPlan faults(Map<Fault, Integer> perMille) {
        return FaultPlan.seeded(random, perMille);
    }

    private static void pause() {
        Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
    }

    @ParameterizedTest(name = "webhooks {0}, keys pruned {1}")
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void eachCardIsChargedOnce(boolean webhooks, boolean pruned) throws IOException {
        ChargeBench bench = new ChargeBench(stripe, database.fresh());
        bench.open(TOP_UPS);
        PaymentEffect effect = new PaymentEffect(bench.gateway, bench.topUps::paidBy, bench.topUps);
        try (SettlingListener listener = new SettlingListener(effect)) {
            if (webhooks) {
                Duration delay = Duration.ofMillis(100);
                stripe.control()
                        .webhooks(new WebhookPlan(
                                listener.url(),
                                List.of("whsec_1"),
                                random.nextLong(),
                                delay,
                                30,
                                Duration.ofMillis(50)));
            }
            stripe.control().fail(faults(PER_MILLE));
            bench.charge(random, CHARGERS, () -> {
                pause();
                if (pruned) {
                    stripe.control().pruneKeys();
                }
            });
            stripe.control().fail(FaultPlan.none());
            bench.assertChargedExactlyOnce();
            assertThat(listener.heard() > 0).isEqualTo(webhooks);
        }
    }

    /** The proof can fail: the same faults, and the two faults in a charger that are made most. */
    @ParameterizedTest
    @EnumSource(OneCallCharger.Mutant.class)
    void aChargerThatGuessesIsCaughtByTheProvidersListAndNotByTheLedger(OneCallCharger.Mutant mutant) {
        ChargeBench bench = new ChargeBench(stripe, database.fresh());
        bench.open(TOP_UPS);
        stripe.control().fail(faults(LOST_ANSWERS));
        new OneCallCharger(bench.topUps, stripe.url(), mutant).run();
        stripe.control().fail(FaultPlan.none());
        bench.assertLedgerAgreesWithItself();
        assertThat(bench.paidTwice()).as("charged twice or more").isNotEmpty();
        assertThat(bench.differencesFromTheProvider())
                .isNotEmpty()
                .allMatch(difference -> difference.endsWith(" cents, not granted (expected: a grant)"));
    }

    @Test
    void eachCardIsChargedOnceWhileTheDatabaseIsKilled() throws IOException {
        Path own = directory.resolve("killed");
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(own, 0));
        AtomicBoolean killed = new AtomicBoolean();
        try (HikariDataSource dataSource = BillingDatabase.open(server.jdbcUrl(), server.user(), new Secret(""))) {
            BillingDatabase.migrate(dataSource);
            ChargeBench bench = new ChargeBench(stripe, dataSource);
            bench.open(TOP_UPS);
            stripe.control().fail(faults(PER_MILLE));
            EmbeddedPostgresServer[] running = {server};
            try {
                bench.charge(random, CHARGERS, () -> {
                    pause();
                    if (stripe.control().charges().size() > TOP_UPS / 3 && killed.compareAndSet(false, true)) {
                        running[0] = killed(running[0], own);
                    }
                });
                stripe.control().fail(FaultPlan.none());
                assertThat(killed).isTrue();
                bench.assertChargedExactlyOnce();
            } finally {
                running[0].close();
            }
        }
    }

    /** SIGKILL to the postmaster, and a new one on the same data and port once the last of its children is gone. */
    private static EmbeddedPostgresServer killed(EmbeddedPostgresServer server, Path own) {
        int port = URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
        ProcessHandle postmaster = ProcessHandle.of(postmaster(own)).orElseThrow();
        postmaster.destroyForcibly();
        Awaitility.await().until(() -> !postmaster.isAlive());
        server.close(); // there is nothing to stop; it lets go of the directory
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> EmbeddedPostgresServer.start(new PostgresOptions(own, port)), s -> s != null);
    }

    private static long postmaster(Path own) {
        try {
            return Long.parseLong(Files.readAllLines(own.resolve("data").resolve("postmaster.pid"))
                    .get(0)
                    .trim());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
