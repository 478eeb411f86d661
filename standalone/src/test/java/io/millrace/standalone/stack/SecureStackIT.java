package io.millrace.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.billing.app.BillingApp;
import io.millrace.billing.app.BillingSettings;
import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.embedded.http.ServerTls;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryGuard;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.embedded.tls.LocalAuthority;
import io.millrace.embedded.tls.Validity;
import io.millrace.schemas.access.Principal;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.RegistryProbe;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.SinksApp;
import io.millrace.sinks.SinksSettings;
import io.millrace.standalone.prices.PriceFiles;
import io.millrace.streams.StreamsApp;
import io.millrace.streams.StreamsSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole pipeline with every door locked: Kafka by SCRAM over TLS and by certificates, with the ACLs of the catalogue; the
 * registry by https, a certificate and a password; PostgreSQL by TLS and SCRAM. Each service enters as itself.
 */
class SecureStackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Catalogue.topics();
    private static final int CALLS = 200;
    private static final String ASKER = "asker:" + UUID.randomUUID();

    @TempDir
    private static Path directory;

    private static final Closeables OPEN = new Closeables();
    private static SecureBroker broker;
    private static SecureDatabase database;
    private static EmbeddedRegistry registry;
    private static FakeStripe stripe;

    @BeforeAll
    static void start() throws Exception {
        broker = OPEN.add(new SecureBroker(directory.resolve("kafka")));
        broker.setUp(TOPICS);
        database = OPEN.add(new SecureDatabase(directory.resolve("database"), broker.authority()));
        registry = OPEN.add(EmbeddedRegistry.start(
                new RegistryOptions(broker.servers(), 0),
                new RegistryGuard(
                        broker.of(Principal.REGISTRY).security(),
                        new ServerTls(
                                broker.authority().identity("schemas", SecureBroker.HERE),
                                broker.authority().certificate(),
                                /* clientsMustShowOne= */ true),
                        ASKER)));
        stripe = OPEN.add(FakeStripe.start(new FakeStripeOptions(directory.resolve("stripe"), 0)));
        TopicSetup.apply(endpoints(broker.administrator()), TOPICS);
    }

    @AfterAll
    static void stop() {
        OPEN.close();
    }

    @Test
    void everyCallIsMeteredStoredAndBilled() throws Exception {
        try (Publishing operator = new Publishing(endpoints(broker.of(Principal.OPERATOR)), TOPICS)) {
            operator.prices(PriceFiles.inTree());
        }
        try (Closeables open = new Closeables()) {
            StreamsApp streams = open.add(StreamsApp.start(
                    StreamsSettings.of(broker.of(Principal.STREAMS), asked(Principal.STREAMS), directory.resolve("s")),
                    TOPICS));
            SinksApp sinks = open.add(SinksApp.start(
                    sinks(broker.of(Principal.SINKS), database.url(), database.password(Login.JOB)), TOPICS));
            BillingApp billing = open.add(BillingApp.start(
                    billing(broker.of(Principal.BILLING), database.url(), database.password(Login.BILLING)),
                    TOPICS,
                    new SystemClock()));
            publish();
            await().atMost(PATIENCE).until(() -> sinks.rowsWritten() == CALLS);
            await().atMost(PATIENCE).until(() -> nano("charge_nano", "billing.drawdown_seen") == stored());
            assertThat(stored()).as("charge of what is stored").isPositive();
            assertThat(streams.counters().rejected()).isZero();
            assertThat(billing.failures()).isEmpty();
        }
    }

    /** By a certificate, where the others say a password. */
    private static void publish() throws Exception {
        ClientSettings settings =
                ClientSettings.defaults(broker.byCertificate(Principal.GATEWAY), asked(Principal.GATEWAY), "gateway-1");
        long now = new SystemClock().nowMicros();
        Price price = PriceFiles.inTree().get(0);
        try (UsageClient client = UsageClient.start(settings, TOPICS, new SystemClock())) {
            for (int i = 0; i < CALLS; i++) {
                client.publish(Samples.served(
                        Samples.usage("acme", now, i, 100, 10), price.provider(), price.model(), "chat"));
            }
            assertThat(client.flush(PATIENCE)).isTrue();
            assertThat(client.awaitReady(PATIENCE)).as("decisions are read").isTrue();
        }
    }

    @Test
    void wrongPasswordIsSaidInOneLine() {
        KafkaAccess wrong = broker.byPassword("streams", new Secret("wrong"));
        assertRefused(
                () -> StreamsApp.start(StreamsSettings.of(wrong, asked(Principal.STREAMS), directory), TOPICS),
                "kafka at " + broker.servers() + " as streams: Authentication failed");
        assertRefused(
                () -> SinksApp.start(sinks(broker.of(Principal.SINKS), database.url(), "wrong"), TOPICS),
                "database as usage_job: FATAL: password authentication failed for user \"usage_job\"");
        assertRefused(
                () -> BillingApp.start(
                        billing(broker.of(Principal.BILLING), database.url(), "wrong"), TOPICS, new SystemClock()),
                "database as billing_service: FATAL: password authentication failed");
        assertRefused(
                () -> RegistryProbe.require(registryAccess(Principal.STREAMS, "asker:wrong")),
                "schema registry: GET " + registry.url() + "/config: 401");
    }

    @Test
    void endedAndForeignCertificatesAreSaidInOneLine() {
        Path ended =
                broker.authority().identity("ended", List.of(), Validity.ENDED).pem();
        LocalAuthority foreign = LocalAuthority.in(directory.resolve("foreign"));
        for (Path pem : List.of(ended, foreign.identity("billing", List.of()).pem())) {
            assertRefused(() -> KafkaProbe.require(broker.byCertificate(pem)), "kafka at ");
        }
        assertRefused(
                () -> SinksApp.start(
                        sinks(broker.of(Principal.SINKS), database.url(foreign), database.password(Login.JOB)), TOPICS),
                "database as usage_job: ");
    }

    @Test
    void nobodyEntersWithoutEncryption() {
        assertThatThrownBy(() -> StreamsApp.start(
                        StreamsSettings.of(
                                KafkaAccess.plaintext(broker.servers()), asked(Principal.STREAMS), directory),
                        TOPICS))
                .isInstanceOf(MillraceException.class)
                .hasMessage("kafka at " + broker.servers()
                        + ": no answer for 30 s (expected: a broker that speaks PLAINTEXT there)");
        assertRefused(
                () -> SinksApp.start(
                        sinks(broker.of(Principal.SINKS), database.plainUrl(), database.password(Login.JOB)), TOPICS),
                "database as usage_job: FATAL: no pg_hba.conf entry for host \"127.0.0.1\"");
    }

    /** Both modules' tables are in one database; no login reaches those that are not its own, nor more than it needs of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    JOB       | select count(*) from billing.customer
                    JOB       | insert into billing.outbox default values
                    JOB       | delete from usage_event
                    JOB       | insert into reader_workspace values ('usage_job', null)
                    BILLING   | select count(*) from usage_event
                    BILLING   | select count(*) from usage_minute
                    BILLING   | insert into usage_day default values
                    BILLING   | select count(*) from reader_workspace
                    BILLING   | delete from billing.transfer
                    BILLING   | update billing.transfer set amount_nano = 0
                    DASHBOARD | select count(*) from usage_event
                    DASHBOARD | select count(*) from billing.customer
                    DASHBOARD | update usage_minute set requests = 0
                    DASHBOARD | create table mine (a integer)
                    OWNER     | create role another superuser
                    """)
    void loginReachesNothingThatIsNotItsOwn(Login login, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.url(), login.role(), database.password(login));
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .satisfies(thrown -> assertThat(((SQLException) thrown).getSQLState())
                            .as(thrown.getMessage())
                            .isEqualTo("42501"));
        }
    }

    private static void assertRefused(Runnable start, String beginning) {
        assertThatThrownBy(start::run)
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith(beginning)
                .hasMessageContaining("(expected: ")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\n"));
    }

    private static Endpoints endpoints(KafkaAccess kafka) {
        return new Endpoints(kafka, asked(Principal.OPERATOR), database.plainUrl(), stripe.url());
    }

    private static RegistryAccess asked(Principal principal) {
        return registryAccess(principal, ASKER);
    }

    private static RegistryAccess registryAccess(Principal principal, String userInfo) {
        return new RegistryAccess(
                registry.url(),
                broker.authority().certificate(),
                broker.authority().identity(principal.user(), List.of()).pem(),
                new Secret(userInfo));
    }

    private static SinksSettings sinks(KafkaAccess kafka, String jdbcUrl, String password) {
        return new SinksSettings(
                kafka,
                asked(Principal.SINKS),
                jdbcUrl,
                Login.JOB.role(),
                new Secret(password),
                directory.resolve("checkpoints"),
                directory.resolve("temporary"),
                1,
                1_000,
                Duration.ofMillis(200),
                SinksSettings.CHECKPOINT_INTERVAL);
    }

    private static BillingSettings billing(KafkaAccess kafka, String jdbcUrl, String password) {
        return BillingSettings.of(
                kafka,
                asked(Principal.BILLING),
                jdbcUrl,
                Login.BILLING.role(),
                new Secret(password),
                new Secret("sk_test_millrace"),
                stripe.url());
    }

    private static long stored() throws SQLException {
        return nano("charge_nano_usd", "usage_event");
    }

    private static long nano(String column, String table) throws SQLException {
        try (Connection owner = DriverManager.getConnection(
                        database.url(), Login.OWNER.role(), database.password(Login.OWNER));
                Statement statement = owner.createStatement();
                ResultSet result = statement.executeQuery("select coalesce(sum(" + column + "), 0) from " + table)) {
            result.next();
            return result.getLong(1);
        }
    }
}
