package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Calls;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrections take the place of rows, in the same transaction, however often and in whatever batches they come. */
class CorrectionIT {
    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    @BeforeAll
    static void startServer() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stopServer() {
        databases.close();
    }

    @Test
    void rollupsAreThoseOfTheNewestRowsOnly() {
        Trials.run(6, random -> {
            try {
                Database database = databases.migrated();
                CorrectedTraffic traffic = CorrectedTraffic.of(random, 600, 2 * Micros.PER_DAY);
                writeInBatches(database, random, traffic.sent());
                assertThat(totals(database)).isEqualTo(Traffic.totals(traffic.standing(), 0));
                for (RollupLevel level : RollupLevel.values()) {
                    assertThat(TestingDatabases.number(database, RollupAudit.differences(level)))
                            .as(level.table())
                            .isZero();
                    assertThat(RollupAudit.counted(RollupAudit.read(database, level)))
                            .isEqualTo(RollupAudit.counted(RollupAudit.expected(traffic.standing(), level)));
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void replacedRowSaysByWhat() throws Exception {
        Database database = databases.migrated();
        Traffic traffic = new Traffic(new java.util.Random(3));
        UsageRow call = traffic.row(Traffic.START);
        UsageRow correction = CorrectedTraffic.correction(traffic.row(Traffic.START), call);
        try (UsageStore store = store(database)) {
            store.write(Traffic.pending(List.of(call)));
            store.write(Traffic.pending(List.of(correction)));
        }
        String marked = "select count(*) from usage_event where event_id = '%s' and corrected_by = '%s'";
        assertThat(TestingDatabases.number(
                        database,
                        marked.formatted(
                                call.usage().eventId(), correction.usage().eventId())))
                .isEqualTo(1);
        assertThat(totals(database)).isEqualTo(Traffic.totals(List.of(correction), 0));
    }

    @Test
    void correctionOfARowThatWasNeverAddedCountsAsACall() throws Exception {
        Database database = databases.migrated();
        Traffic traffic = new Traffic(new java.util.Random(4));
        UsageRow correction = CorrectedTraffic.correction(traffic.row(Traffic.START), traffic.row(Traffic.START));
        try (UsageStore store = store(database)) {
            assertThat(store.write(Traffic.pending(List.of(correction)))).isEqualTo(1);
        }
        assertThat(totals(database)).isEqualTo(Traffic.totals(List.of(correction), 0));
    }

    /** Two writers correct calls of the same minute, one from each of two models to the other: neither waits for the other in a circle. */
    @Test
    void writersWithCorrectionsDoNotDeadlock() throws Exception {
        Database database = databases.migrated();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            Future<UsageRow> one = writers.submit(() -> correctedBackAndForth(database, Traffic.START, "a", "b"));
            Future<UsageRow> other = writers.submit(() -> correctedBackAndForth(database, Traffic.START + 1, "b", "a"));
            List<UsageRow> standing = List.of(one.get(), other.get());
            assertThat(totals(database)).isEqualTo(Traffic.totals(standing, 0));
        } finally {
            writers.shutdownNow();
        }
        // The server counts a session's deadlocks when the session ends.
        String deadlocks = "select deadlocks from pg_stat_database where datname = current_database()";
        assertThat(TestingDatabases.number(database, deadlocks)).isZero();
    }

    private static UsageRow correctedBackAndForth(Database database, long atMicros, String from, String to)
            throws InterruptedException {
        Calls calls = new Calls();
        UsageRow standing = calls.priced("w", from, null, atMicros, 5);
        try (UsageStore store = store(database)) {
            store.write(Traffic.pending(List.of(standing)));
            for (int i = 0; i < 200; i++) {
                UsageRow next = calls.priced("w", i % 2 == 0 ? to : from, null, atMicros, 5);
                standing = CorrectedTraffic.correction(next, standing);
                store.write(Traffic.pending(List.of(standing)));
            }
        }
        return standing;
    }

    /** The batches are written in order, each possibly again, as a restart would. */
    private static void writeInBatches(Database database, RandomGenerator random, List<UsageRow> sent)
            throws InterruptedException {
        int from = 0;
        while (from < sent.size()) {
            int to = Math.min(sent.size(), from + 1 + random.nextInt(120));
            try (UsageStore store = store(database)) {
                store.write(Traffic.pending(sent.subList(from, to)));
                int again = random.nextInt(from + 1);
                store.write(Traffic.pending(sent.subList(again, to)));
            }
            from = to;
        }
    }

    private static UsageStore store(Database database) {
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(5));
        return new UsageStore(database, impatient, new SystemClock());
    }

    private static SinkTotals totals(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            return UsageTotalsReader.read(connection);
        }
    }
}
