package io.millrace.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.RatedTopic;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SinksAppIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HALF = 4_000;
    /** Young enough for no table to be cleared of it. */
    private static final long YESTERDAY = Micros.floor(new SystemClock().nowMicros(), Micros.PER_DAY) - Micros.PER_DAY;

    @TempDir
    static Path servers;

    private static TestingDatabases databases;
    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;

    @TempDir
    Path directory;

    private final List<UsageRow> rows = new Traffic(new Random(3)).rows(2 * HALF, YESTERDAY, Micros.PER_DAY);
    private Database database;
    private RatedTopic topic;

    @BeforeAll
    static void startServers() {
        databases = new TestingDatabases(servers.resolve("postgres"));
        kafka = EmbeddedKafka.start(new KafkaOptions(servers.resolve("kafka"), 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
    }

    @AfterAll
    static void stopServers() {
        registry.close();
        kafka.close();
        databases.close();
    }

    @BeforeEach
    void makeTopic(TestInfo test) throws Exception {
        database = databases.empty();
        topic = new RatedTopic(
                kafka.bootstrapServers(),
                registry.url(),
                test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void closeTopic() {
        topic.close();
    }

    @Test
    void restartInTheMiddleChangesNoSum() throws Exception {
        topic.commit(rows.subList(0, HALF));
        try (SinksApp app = start(1)) {
            await().atMost(PATIENCE).until(() -> app.rowsWritten() > 0);
        }
        topic.commit(rows.subList(HALF, 2 * HALF));
        runUntil(2 * HALF, 2);
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    @Test
    void lossOfAllCheckpointsAndOffsetsChangesNoSum() throws Exception {
        topic.commit(rows.subList(0, HALF));
        runUntil(HALF, 1);
        RetainedCheckpoints.delete(checkpoints());
        topic.forgetOffsets();
        topic.commit(rows.subList(HALF, 2 * HALF));
        runUntil(2 * HALF, 1);
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    @Test
    void jobGoesOnFromTheNewestCheckpointAndCleansUp() throws Exception {
        List<UsageRow> second = rows.subList(HALF, 2 * HALF);
        topic.commit(rows.subList(0, HALF));
        runUntilCheckpointOf(HALF);
        topic.commit(second);
        topic.forgetOffsets();
        emptyTables(); // what is not read again will be missing, which shows where the job went on
        Files.createDirectories(checkpoints().resolve("abandoned").resolve("chk-1"));
        runUntilCheckpointOf(HALF);
        assertThat(totals()).isEqualTo(expected(second, 0));
        assertThat(checkpoints().resolve("abandoned")).doesNotExist();
    }

    @Test
    void checkpointWritesWhatWasGatheredBeforeIt() throws Exception {
        topic.commit(rows);
        SinksSettings usual = settings(database, 1);
        SinksSettings onlyAtCheckpoints = new SinksSettings(
                usual.kafka(),
                usual.registry(),
                usual.jdbcUrl(),
                usual.user(),
                usual.password(),
                usual.checkpointDirectory(),
                usual.temporaryDirectory(),
                1,
                100_000,
                Duration.ofHours(1),
                Duration.ofMillis(200));
        try (SinksApp app = SinksApp.start(onlyAtCheckpoints, topic.catalogue())) {
            await().atMost(PATIENCE).until(() -> app.rowsWritten() == rows.size());
        }
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    @Test
    void checkpointThatCannotBeReadIsPassedOver() throws Exception {
        topic.commit(rows.subList(0, HALF));
        runUntilCheckpointOf(HALF);
        for (Path checkpoint : new RetainedCheckpoints(checkpoints()).newestFirst()) {
            Files.write(checkpoint.resolve("_metadata"), new byte[] {1, 2, 3});
        }
        topic.commit(rows.subList(HALF, 2 * HALF));
        runUntil(2 * HALF, 1);
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    /** With the usual settings, from the commit of the record to the moment a query finds it in its minute. */
    @Test
    void rollupIsVisibleWithinFiveSecondsOfTheRecord() throws Exception {
        SystemClock clock = new SystemClock();
        SinksSettings s = settings(database, 1);
        SinksSettings usual = new SinksSettings(
                s.kafka(),
                s.registry(),
                s.jdbcUrl(),
                s.user(),
                s.password(),
                s.checkpointDirectory(),
                s.temporaryDirectory(),
                1,
                SinksSettings.BATCH_ROWS,
                SinksSettings.FLUSH_INTERVAL,
                SinksSettings.CHECKPOINT_INTERVAL);
        List<Duration> waits = new ArrayList<>();
        try (SinksApp app = SinksApp.start(usual, topic.catalogue())) {
            topic.commit(rows.subList(0, 1));
            await().atMost(PATIENCE).until(() -> app.rowsWritten() == 1);
            for (int i = 1; i <= 30; i++) {
                long seen = i + 1L;
                topic.commit(rows.subList(i, i + 1));
                long committed = clock.tickNanos();
                await().pollInterval(Duration.ofMillis(20))
                        .pollDelay(Duration.ZERO)
                        .atMost(PATIENCE)
                        .until(() ->
                                TestingDatabases.number(database, "select sum(requests) from usage_minute") == seen);
                waits.add(Duration.ofNanos(clock.tickNanos() - committed));
            }
        }
        Collections.sort(waits);
        System.out.println("visible after: median " + waits.get(15).toMillis() + " ms, longest "
                + waits.get(29).toMillis() + " ms");
        assertThat(waits.get(29)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void recordsOfAnAbortedTransactionAreNotRead() throws Exception {
        topic.abort(rows.subList(0, HALF));
        topic.commit(rows.subList(HALF, 2 * HALF));
        runUntil(HALF, 1);
        assertThat(totals()).isEqualTo(expected(rows.subList(HALF, 2 * HALF), 0));
    }

    @Test
    void unreadableRecordIsSetAside() throws Exception {
        topic.commitRaw(new byte[] {7, 7, 7});
        topic.commit(rows.subList(0, HALF));
        runUntil(HALF, 1);
        await().atMost(PATIENCE).until(() -> totals().refused() == 1);
        assertThat(totals()).isEqualTo(expected(rows.subList(0, HALF), 1));
    }

    @Test
    void flinkLeavesNothingOutsideItsDirectories() throws Exception {
        Path system = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = flinkFiles(system);
        topic.commit(rows.subList(0, HALF));
        try (SinksApp app = start(1)) {
            await().atMost(PATIENCE).until(() -> app.rowsWritten() == HALF);
            assertThat(flinkFiles(system)).containsExactlyInAnyOrderElementsOf(before);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("checkpoints", "temporary");
        }
    }

    @Test
    void databaseThatIsAwayIsNamedAtTheStart() {
        SinksSettings nowhere =
                settings(new Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", new Secret("")), 1);
        assertThatThrownBy(() -> SinksApp.start(nowhere, topic.catalogue()))
                .isInstanceOf(MillraceException.class)
                .hasMessage("database: not migrated (expected: PostgreSQL 14 or later that takes connections)");
    }

    private void runUntil(long written, int parallelism) {
        try (SinksApp app = start(parallelism)) {
            await().atMost(PATIENCE).until(() -> app.rowsWritten() >= written);
        }
    }

    /** Until all is written and a checkpoint made after that is complete. */
    private void runUntilCheckpointOf(long written) {
        try (SinksApp app = start(1)) {
            await().atMost(PATIENCE).until(() -> app.rowsWritten() >= written);
            RetainedCheckpoints retained = new RetainedCheckpoints(checkpoints());
            List<Path> before = retained.newestFirst();
            await().atMost(PATIENCE)
                    .until(() -> retained.newestFirst().stream()
                                    .filter(checkpoint -> !before.contains(checkpoint))
                                    .count()
                            >= 2);
        }
    }

    private SinksApp start(int parallelism) {
        return SinksApp.start(settings(database, parallelism), topic.catalogue());
    }

    private SinksSettings settings(Database target, int parallelism) {
        return new SinksSettings(
                KafkaAccess.plaintext(kafka.bootstrapServers()),
                RegistryAccess.at(registry.url()),
                target.jdbcUrl(),
                target.user(),
                target.password(),
                checkpoints(),
                directory.resolve("temporary"),
                parallelism,
                1_000,
                Duration.ofMillis(100),
                Duration.ofMillis(200));
    }

    private Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    private void emptyTables() throws SQLException {
        TestingDatabases.execute(database, "truncate usage_event, usage_minute, usage_hour, usage_day");
    }

    private SinkTotals totals() throws SQLException {
        try (Connection connection = database.connect()) {
            return UsageTotalsReader.read(connection);
        }
    }

    private static SinkTotals expected(List<UsageRow> written, long refused) {
        return Traffic.totals(written, refused);
    }

    private static List<Path> flinkFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().matches("(flink|minicluster|tm_|localState).*"))
                    .toList();
        }
    }
}
