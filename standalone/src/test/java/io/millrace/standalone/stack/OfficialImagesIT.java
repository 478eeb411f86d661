package io.millrace.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.audit.Audit;
import io.millrace.standalone.audit.Check;
import io.millrace.standalone.audit.StoreSums;
import io.millrace.standalone.prices.PriceFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The whole of it on Kafka's and TimescaleDB's own images, where docker has them or gets them; elsewhere the test says what is missing. */
class OfficialImagesIT {
    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.3.1");
    private static final DockerImageName DATABASE =
            DockerImageName.parse("timescale/timescaledb:2.19.3-pg17").asCompatibleSubstituteFor("postgres");
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Catalogue.topics();
    private static final int CALLS = 500;

    @TempDir
    private Path directory;

    @Test
    void everySumIsEqualOnThem() throws Exception {
        Optional<String> missing = Images.missing(KAFKA, DATABASE);
        if (missing.isPresent()) {
            System.out.println("Kafka's and TimescaleDB's images: not tested (expected: " + missing.get() + ")");
            return;
        }
        // As root: an image built elsewhere may not let its own user write the configuration.
        try (KafkaContainer kafka = new KafkaContainer(KAFKA)
                        .withCreateContainerCmdModifier(command -> command.withUser("root"))
                        .withStartupTimeout(START_MAX);
                PostgreSQLContainer database = new PostgreSQLContainer(DATABASE)
                        .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                        .withStartupTimeout(START_MAX);
                Closeables open = new Closeables()) {
            kafka.start();
            database.start();
            Endpoints endpoints = endpoints(open, kafka, database);
            try (Publishing publishing = new Publishing(endpoints, TOPICS)) {
                publishing.prices(PriceFiles.inTree());
            }
            DataDirectory data = open.add(DataDirectory.open(directory.resolve("data")));
            Stack stack = Stack.start(open, endpoints, data, TOPICS, new SystemClock());
            publish(endpoints);
            assertSums(endpoints, stack);
        }
    }

    @Test
    void anImageThatCannotBeHadIsNamed() {
        DockerImageName none = DockerImageName.parse("localhost:1/millrace/none:0");
        assertThat(Images.missing(none))
                .hasValueSatisfying(what -> assertThat(what)
                        .containsAnyOf(
                                "docker answers", "image localhost:1/millrace/none:0, or a registry that has it"));
    }

    private Endpoints endpoints(Closeables open, KafkaContainer kafka, PostgreSQLContainer database) {
        String url = database.getJdbcUrl().replaceFirst("\\?.*$", "");
        DatabaseSetup.apply(url, database.getUsername());
        EmbeddedRegistry registry =
                open.add(EmbeddedRegistry.start(new RegistryOptions(kafka.getBootstrapServers(), 0)));
        FakeStripe stripe = open.add(FakeStripe.start(new FakeStripeOptions(directory.resolve("stripe"), 0)));
        Endpoints endpoints = new Endpoints(kafka.getBootstrapServers(), registry.url(), url, stripe.url());
        TopicSetup.apply(endpoints, TOPICS);
        return endpoints;
    }

    private static void publish(Endpoints endpoints) throws InterruptedException {
        ClientSettings settings = ClientSettings.defaults(endpoints.kafka(), endpoints.registry(), "gateway-1");
        long now = new SystemClock().nowMicros();
        Price price = PriceFiles.inTree().get(0);
        try (UsageClient client = UsageClient.start(settings, TOPICS, new SystemClock())) {
            for (int i = 0; i < CALLS; i++) {
                PublishResult result = client.publish(Samples.served(
                        Samples.usage("w" + i % 7, now, i, 100, 10), price.provider(), price.model(), "chat"));
                assertThat(result).isEqualTo(PublishResult.ACCEPTED);
            }
            assertThat(client.flush(PATIENCE)).isTrue();
        }
    }

    private static void assertSums(Endpoints endpoints, Stack stack) {
        try (DatabaseAccess usage = DatabaseAccess.open(endpoints, Login.OWNER)) {
            StoreSums stores = new StoreSums(usage, stack.billing());
            Audit audit = new Audit(new Records(endpoints), TOPICS, stores);
            await().atMost(PATIENCE)
                    .until(() -> stores.storedRows() == CALLS && audit.run().holds());
            assertThat(audit.run().checks()).allMatch(Check::holds);
            long hypertables = usage.read(OfficialImagesIT::hypertables);
            assertThat(hypertables).as("hypertables").isPositive();
        }
    }

    private static long hypertables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from timescaledb_information.hypertables")) {
            row.next();
            return row.getLong(1);
        }
    }
}
