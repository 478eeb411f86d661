package io.millrace.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.millrace.content.capture.ContentCapture;
import io.millrace.content.feed.ContentReader;
import io.millrace.content.forward.Collector;
import io.millrace.content.forward.Forwarder;
import io.millrace.content.seal.CallBodies;
import io.millrace.content.seal.ContentKeys;
import io.millrace.content.seal.SealedBodies;
import io.millrace.content.store.ContentDatabase;
import io.millrace.content.store.ContentStore;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.Micros;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content from a gateway to the database and a collector: sealed all the way, once, for a while, and for who may. */
class ContentIT {
    private static final long NOW = 1_790_000_000_000_000L;
    private static final String ASKED = "canary-asked-4711";
    private static final String ANSWERED = "canary-answered-4712";
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;
    private static EmbeddedPostgresServer postgres;
    private static ContentKeys keys;

    private final TestingClock clock = new TestingClock(NOW);

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
        postgres = EmbeddedPostgresServer.start(new PostgresOptions(directory.resolve("postgres"), 0));
        keys = ContentKeys.read(Files.writeString(directory.resolve("keys.json"), ContentKeys.generate()));
        try (Admin admin = Admin.create(access().properties())) {
            admin.createTopics(List.of(new NewTopic(ContentTopic.NAME, 2, (short) 1)))
                    .all()
                    .get();
        }
        database(postgres.user()).migrate();
        execute("create role content_service login in role millrace_content_writer");
        execute("create role auditor login in role millrace_content_reader");
        execute("create role stranger login");
    }

    @AfterAll
    static void stop() {
        postgres.close();
        registry.close();
        kafka.close();
    }

    private static KafkaAccess access() {
        return KafkaAccess.plaintext(kafka.bootstrapServers());
    }

    private static ContentDatabase database(String user) {
        // The user of the URL would go over the one that is meant.
        return new ContentDatabase(postgres.jdbcUrl().replaceFirst("\\?.*", ""), user, new Secret(""));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database(postgres.user()).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String sql) throws SQLException {
        try (Connection connection = database(postgres.user()).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static CallBodies bodies(int number, String workspace, long atMicros) {
        UUID event = new UUID((atMicros / 1_000) << 16 | 0x7000L, Long.MIN_VALUE | number);
        return new CallBodies(event, workspace, null, atMicros, ASKED, ANSWERED);
    }

    private ContentStore store(String user) {
        return new ContentStore(database(user), Duration.ofDays(30), clock);
    }

    @Test
    void bodiesComeSealedToTheDatabaseOnceAndToTheCollectorInClear() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer collector = collector(received);
        Forwarder forwarder = new Forwarder(
                Collector.OTLP,
                URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/logs"),
                new Secret("collector-key"),
                keys);
        ContentStore store = store("content_service");
        RegistryAccess schemas = RegistryAccess.at(registry.url());
        try (ContentCapture capture = ContentCapture.start(access(), schemas, 2, keys);
                ContentReader storing = ContentReader.start("store", access(), schemas, store::add);
                ContentReader forwarding = ContentReader.start("forward", access(), schemas, forwarder)) {
            await().atMost(WAIT).ignoreExceptions().until(() -> {
                capture.prepare();
                return true;
            });
            for (int call = 0; call < 20; call++) {
                // Each comes twice, as after a restart of the gateway or of a reader.
                assertThat(capture.capture(bodies(call, "acme", NOW))).isTrue();
                assertThat(capture.capture(bodies(call, "acme", NOW))).isTrue();
            }
            await().atMost(WAIT).until(() -> storing.taken() == 40 && forwarder.forwarded() == 40);

            assertThat(capture.dropped()).isZero();
            assertThat(forwarding.unreadable()).isZero();
            assertThat(count("select count(*) from content.body where workspace_id = 'acme'"))
                    .isEqualTo(20);
            assertThat(String.join("", received))
                    .contains(ASKED, ANSWERED, "gen_ai.input.messages", "Bearer collector-key");
            assertThat(bytesWith(directory.resolve("kafka"))).isEmpty();
            execute("checkpoint");
            assertThat(bytesWith(directory.resolve("postgres"))).isEmpty();
        } finally {
            collector.stop(0);
        }
    }

    /** The search itself finds what is there. */
    @Test
    void whatIsNotSealedWouldBeFound() throws IOException {
        Path there = Files.createDirectories(directory.resolve("clear"));
        Files.writeString(there.resolve("file"), "x".repeat(100_000) + ASKED + "y");

        assertThat(bytesWith(there)).hasSize(1);
    }

    private static List<Path> bytesWith(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                            return bytes.contains(ASKED) || bytes.contains(ANSWERED);
                        } catch (IOException e) {
                            return false; // a file that went while the server works
                        }
                    })
                    .toList();
        }
    }

    private static HttpServer collector(List<String> received) throws IOException {
        AtomicInteger tries = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/logs", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean busy = tries.getAndIncrement() == 0;
            if (!busy) {
                received.add(exchange.getRequestHeaders().getFirst("authorization") + body);
            }
            exchange.sendResponseHeaders(busy ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void readingIsForWhoMayAndIsWrittenDown() throws SQLException {
        SealedBodies sealed = keys.seal(bodies(100, "read", NOW));
        store("content_service").add(List.of(sealed));

        SealedBodies read = store("auditor").read(sealed.eventId(), "ticket 12").orElseThrow();

        assertThat(keys.open(read).request()).isEqualTo(ASKED);
        assertThat(count("select count(*) from content.access_log where who = 'auditor' and reason = 'ticket 12'"
                        + " and workspace_id = 'read'"))
                .isEqualTo(1);
        assertThatThrownBy(() -> store("auditor").read(sealed.eventId(), " "))
                .hasMessageContaining("expected: why this body is read");
        for (String user : List.of("content_service", "stranger")) {
            assertThatThrownBy(() -> store(user).read(sealed.eventId(), "curious"))
                    .as(user)
                    .hasMessageContaining("permission denied");
        }
        for (String user : List.of("auditor", "stranger")) {
            assertThatThrownBy(() -> store(user).add(List.of(sealed)))
                    .as(user)
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> select("auditor", "select * from content.body"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> select("auditor", "delete from content.access_log"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> select("content_service", "select sealed from content.body"))
                .hasMessageContaining("permission denied");
    }

    private static void select(String user, String sql) throws SQLException {
        try (Connection connection = database(user).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aDayGoesWhenItIsOlderThanKeptAndNothingOlderComesIn() throws SQLException {
        ContentStore store = store("content_service");
        long day = Micros.floor(NOW, Micros.PER_DAY) + 90 * Micros.PER_DAY;
        clock.advanceMicros(day - NOW);
        store.add(List.of(keys.seal(bodies(200, "old", day)), keys.seal(bodies(201, "old", day + Micros.PER_DAY))));

        clock.advanceMicros(31 * Micros.PER_DAY - 1);
        store.dropOld();
        assertThat(count("select count(*) from content.body where workspace_id = 'old'"))
                .isEqualTo(2);
        clock.advanceMicros(1);
        store.dropOld();
        assertThat(count("select count(*) from content.body where workspace_id = 'old'"))
                .isEqualTo(1);

        store.add(List.of(keys.seal(bodies(202, "old", day))));
        assertThat(store.expired()).isEqualTo(1);
        assertThat(count("select count(*) from content.body where workspace_id = 'old'"))
                .isEqualTo(1);
    }

    @Test
    void aWorkspaceIsErased() throws SQLException {
        store("content_service")
                .add(List.of(keys.seal(bodies(300, "gone", NOW)), keys.seal(bodies(301, "stays", NOW))));

        assertThat(count("select content.erase('gone')")).isEqualTo(1);

        assertThat(count("select count(*) from content.body where workspace_id in ('gone', 'stays')"))
                .isEqualTo(1);
    }
}
