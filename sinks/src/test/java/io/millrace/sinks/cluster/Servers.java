package io.millrace.sinks.cluster;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.testing.RatedTopic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;

/** A broker, a registry and a database that can be taken away and come back where they were. */
final class Servers implements AutoCloseable {
    private final Path directory;
    private final Database database;
    private EmbeddedPostgresServer postgres;
    private EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    Servers(Path directory) {
        this.directory = directory;
        postgres = EmbeddedPostgresServer.start(new PostgresOptions(directory.resolve("postgres"), 0));
        kafka = EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
        database = new Database(postgres.jdbcUrl(), postgres.user(), new Secret(""));
    }

    /** The topic of rated records, and those of the signals, as the catalogue names them. */
    RatedTopic rated() throws ExecutionException, InterruptedException {
        Topics catalogue = Topics.of(2);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            admin.createTopics(Stream.of(catalogue.decisions(), catalogue.alerts(), catalogue.rejected())
                            .map(topic -> new NewTopic(topic.name(), 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        return new RatedTopic(kafka(), registry(), catalogue.rated().name());
    }

    Database database() {
        return database;
    }

    String kafka() {
        return kafka.bootstrapServers();
    }

    String registry() {
        return registry.url();
    }

    /** Arguments of the job. The topic of rated records is the catalogue's. */
    List<String> jobArguments() {
        return List.of(
                "--kafka.bootstrap.servers=" + kafka(),
                "--registry.url=" + registry(),
                "--database.url=" + database.jdbcUrl(),
                "--database.user=" + database.user(),
                "--database.password=",
                "--sinks.flush.interval.ms=100",
                "--sinks.batch.rows=500",
                "--sinks.checkpoint.interval.ms=300");
    }

    SinkTotals totals() throws SQLException {
        try (Connection connection = database.connect()) {
            return UsageTotalsReader.read(connection);
        }
    }

    /** SIGKILL to the postmaster, and a new one on the same data and port once the last of its children is gone. */
    void killDatabase() throws IOException {
        int port = URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
        Path data = directory.resolve("postgres").resolve("data");
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Awaitility.await()
                .until(() -> ProcessHandle.of(pid).isEmpty()
                        || !ProcessHandle.of(pid).get().isAlive());
        postgres.close(); // there is nothing to stop; it lets go of the directory
        PostgresOptions options = new PostgresOptions(directory.resolve("postgres"), port);
        postgres = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> EmbeddedPostgresServer.start(options), started -> started != null);
    }

    void restartKafka() {
        int port = Integer.parseInt(kafka().substring(kafka().lastIndexOf(':') + 1));
        kafka.close();
        kafka = EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), port));
    }

    @Override
    public void close() {
        registry.close();
        kafka.close();
        postgres.close();
    }
}
