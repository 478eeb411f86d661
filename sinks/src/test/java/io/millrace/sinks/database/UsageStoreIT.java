package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageStoreIT {
    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    private final Traffic traffic = new Traffic(new Random(7));
    private Database database;

    @BeforeAll
    static void startServer() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stopServer() {
        databases.close();
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = databases.migrated();
    }

    @Test
    void sameBatchTwiceIsAddedOnce() throws Exception {
        List<UsageRow> rows = traffic.rows(500, Traffic.START, Micros.PER_DAY);
        try (UsageStore store = store()) {
            assertThat(store.write(Traffic.pending(rows))).isEqualTo(500);
            assertThat(store.write(Traffic.pending(rows))).isZero();
        }
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    @Test
    void halfOfABatchThatIsKnownAddsOnlyTheOtherHalf() throws Exception {
        List<UsageRow> rows = traffic.rows(600, Traffic.START, Micros.PER_HOUR);
        try (UsageStore store = store()) {
            store.write(Traffic.pending(rows.subList(0, 400)));
            assertThat(store.write(Traffic.pending(rows.subList(200, 600)))).isEqualTo(200);
        }
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    /** The first batch is staged, the second copied straight, the third staged again beside rows that are known. */
    @Test
    void everyWayInKeepsAnswerCacheHitAndDecisionOfTheRecord() throws Exception {
        List<UsageRow> rows = traffic.rows(600, Traffic.START, Micros.PER_HOUR);
        try (UsageStore store = store()) {
            assertThat(store.write(Traffic.pending(rows.subList(0, 200)))).isEqualTo(200);
            assertThat(store.write(Traffic.pending(rows.subList(200, 400)))).isEqualTo(200);
            assertThat(store.write(Traffic.pending(rows.subList(300, 600)))).isEqualTo(200);
        }
        Map<UUID, ContractColumns> expected = new HashMap<>();
        rows.forEach(row -> expected.put(row.usage().eventId(), ContractColumns.of(row.usage())));
        assertThat(ContractColumns.read(database)).isEqualTo(expected);
        assertThat(expected.values()).anyMatch(ContractColumns::gatewayCacheHit);
        assertThat(expected.values()).anyMatch(columns -> columns.personal() != null);
        assertThat(expected.values()).anyMatch(columns -> columns.decisionVersion() == null);
    }

    @Test
    void rowTwiceInOneBatchIsAddedOnce() throws Exception {
        List<UsageRow> rows = traffic.rows(100, Traffic.START, Micros.PER_HOUR);
        List<UsageRow> twice = new ArrayList<>(rows);
        twice.addAll(rows);
        try (UsageStore store = store()) {
            assertThat(store.write(Traffic.pending(twice))).isEqualTo(100);
        }
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    @Test
    void lateRowLandsInItsOwnMinuteHourAndDay() throws Exception {
        List<UsageRow> rows = new ArrayList<>(traffic.rows(300, Traffic.START, Micros.PER_HOUR));
        long minute = Traffic.START - 35 * Micros.PER_DAY + Micros.PER_MINUTE; // as late as the metering admits
        UsageRow inTime = traffic.row(minute);
        UsageRow late = traffic.row(minute + Micros.PER_SECOND);
        try (UsageStore store = store()) {
            store.write(Traffic.pending(List.of(inTime)));
            store.write(Traffic.pending(rows));
            store.write(Traffic.pending(List.of(late)));
        }
        rows.add(inTime);
        rows.add(late);
        assertThat(totals()).isEqualTo(expected(rows, 0));
        for (RollupLevel level : RollupLevel.values()) {
            assertThat(number(RollupAudit.differences(level))).as(level.table()).isZero();
        }
        String charge = "select sum(charge_nano_usd) from usage_%s where bucket = '%s'";
        long both = inTime.chargeNanoUsd() + late.chargeNanoUsd();
        assertThat(number(charge.formatted("minute", "2026-01-25T00:01:00Z"))).isEqualTo(both);
        assertThat(number(charge.formatted("hour", "2026-01-25T00:00:00Z"))).isEqualTo(both);
        assertThat(number(charge.formatted("day", "2026-01-25T00:00:00Z"))).isEqualTo(both);
        assertThat(number("select count(*) from usage_event where occurred_at < '2026-01-26Z'"))
                .isEqualTo(2);
    }

    @Test
    void rollupsAreTheGroupByOfUsageEvent() {
        Trials.run(5, random -> {
            Traffic trial = new Traffic(random);
            List<UsageRow> rows = new ArrayList<>();
            try {
                makeDatabase();
                try (UsageStore store = store()) {
                    for (int batch = 0; batch < 20; batch++) {
                        long start = Traffic.START + random.nextLong(3 * Micros.PER_DAY);
                        rows.addAll(trial.rows(random.nextInt(200), start, random.nextLong(Micros.PER_DAY)));
                        int from = random.nextInt(rows.size() + 1);
                        store.write(Traffic.pending(rows));
                        store.write(Traffic.pending(rows.subList(from, rows.size())));
                    }
                }
                assertThat(totals()).isEqualTo(expected(rows, 0));
                for (RollupLevel level : RollupLevel.values()) {
                    assertThat(number(RollupAudit.differences(level)))
                            .as(level.table())
                            .isZero();
                    assertThat(RollupAudit.read(database, level)).isEqualTo(RollupAudit.expected(rows, level));
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Each finds minutes that are new to itself, and in the table all the same. */
    @Test
    void twoWritersInTurnsAddUpTheSameMinutes() throws Exception {
        List<UsageRow> rows = new ArrayList<>();
        try (UsageStore one = store();
                UsageStore other = store()) {
            for (int turn = 0; turn < 6; turn++) {
                long start = Traffic.START + turn * Micros.PER_MINUTE;
                for (UsageStore store : List.of(one, other)) {
                    List<UsageRow> batch = traffic.rows(400, start, 3 * Micros.PER_MINUTE);
                    store.write(Traffic.pending(batch));
                    rows.addAll(batch);
                }
            }
        }
        assertThat(totals()).isEqualTo(expected(rows, 0));
        for (RollupLevel level : RollupLevel.values()) {
            assertThat(number(RollupAudit.differences(level))).as(level.table()).isZero();
            assertThat(RollupAudit.read(database, level)).isEqualTo(RollupAudit.expected(rows, level));
        }
    }

    @Test
    void sessionThatEndsBeforeItsCommitLeavesNothing() throws Exception {
        List<UsageRow> rows = traffic.rows(200, Traffic.START, Micros.PER_HOUR);
        try (UsageStore store = store()) {
            store.write(Traffic.pending(rows.subList(0, 50))); // makes the partition
        }
        try (UsageSession session = new UsageSession(database.connect(), new CopyBuffer(), UsageStore.VALUES_MAX)) {
            List<UsageRow> added = session.addEvents(rows);
            assertThat(added).isEqualTo(rows.subList(50, 200));
            session.addRollups(added);
        }
        assertThat(totals()).isEqualTo(expected(rows.subList(0, 50), 0));
    }

    @Test
    void sessionsKilledAtAnyMomentChangeNoSum() throws Exception {
        List<UsageRow> rows = traffic.rows(20_000, Traffic.START, Micros.PER_DAY);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection killer = databases.empty().connect()) {
            Future<Integer> written = executor.submit(() -> writeInBatchesOf(1_000, rows));
            int killed = 0;
            Random random = new Random(11);
            while (!written.isDone()) {
                killed += SessionKiller.kill(killer, random.nextInt(200));
            }
            written.get();
            assertThat(killed).isPositive();
        } finally {
            executor.shutdownNow();
        }
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    @Test
    void twoWritersOfTheSameRowsAddThemOnce() throws Exception {
        List<UsageRow> rows = traffic.rows(10_000, Traffic.START, Micros.PER_HOUR);
        List<UsageRow> reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> one = executor.submit(() -> writeInBatchesOf(700, rows));
            Future<Integer> other = executor.submit(() -> writeInBatchesOf(900, reversed));
            assertThat(one.get() + other.get()).isEqualTo(10_000);
        } finally {
            executor.shutdownNow();
        }
        assertThat(totals()).isEqualTo(expected(rows, 0));
    }

    @Test
    void refusedRowIsSetAsideOnceAndTheRestAdded() throws Exception {
        List<UsageRow> good = traffic.rows(300, Traffic.START, Micros.PER_HOUR);
        List<UsageRow> batch = new ArrayList<>(good);
        batch.add(17, BadRows.withNulInMetadata(traffic.row(Traffic.START)));
        batch.add(100, BadRows.withLongestKeys(traffic.row(Traffic.START)));
        batch.add(200, BadRows.withCost(traffic.row(Traffic.START), -1));
        try (UsageStore store = store()) {
            assertThat(store.write(Traffic.pending(batch))).isEqualTo(300);
            assertThat(store.write(Traffic.pending(batch))).isZero();
            store.refuse(null, "no rated record", new byte[] {1, 2, 3});
        }
        assertThat(totals()).isEqualTo(expected(good, 4));
        assertThat(number("select count(*) from usage_refused where event_id is not null"))
                .isEqualTo(3);
    }

    @Test
    void rollupThatWouldOverflowRefusesTheRowAndKeepsTheSums() throws Exception {
        UsageRow row = traffic.row(Traffic.START);
        UsageRow huge = BadRows.withCost(row, Long.MAX_VALUE - 5);
        UsageRow more = BadRows.withCost(BadRows.renumbered(row), 6);
        try (UsageStore store = store()) {
            assertThat(store.write(Traffic.pending(List.of(huge)))).isEqualTo(1);
            assertThat(store.write(Traffic.pending(List.of(more)))).isZero();
        }
        assertThat(totals()).isEqualTo(expected(List.of(huge), 1));
    }

    @Test
    void partitionDroppedByRetentionIsMadeAgain() throws Exception {
        try (UsageStore store = store()) {
            store.write(Traffic.pending(List.of(traffic.row(Traffic.START))));
            TestingDatabases.execute(database, "select usage_retention('42 days')");
            assertThat(store.write(Traffic.pending(traffic.rows(3, Traffic.START, 3))))
                    .isEqualTo(3);
        }
        assertThat(number("select count(*) from usage_event")).isEqualTo(3);
        assertThat(number("select count(*) from usage_refused")).isZero();
    }

    @Test
    void databaseThatStaysAwayEndsTheWaiting() {
        Database nowhere = new Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", database.password());
        RetryPolicy brief = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(50));
        try (UsageStore store = new UsageStore(nowhere, brief, new SystemClock())) {
            assertThatThrownBy(() -> store.write(Traffic.pending(List.of(traffic.row(Traffic.START)))))
                    .isInstanceOf(MillraceException.class)
                    .hasMessageContaining("(expected: an answer within PT0.05S)");
        }
    }

    private int writeInBatchesOf(int size, List<UsageRow> rows) throws InterruptedException {
        int added = 0;
        try (UsageStore store = store()) {
            for (int from = 0; from < rows.size(); from += size) {
                added += store.write(Traffic.pending(rows.subList(from, Math.min(rows.size(), from + size))));
            }
        }
        return added;
    }

    private UsageStore store() {
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(5));
        return new UsageStore(database, impatient, new SystemClock());
    }

    private SinkTotals totals() throws SQLException {
        try (Connection connection = database.connect()) {
            return UsageTotalsReader.read(connection);
        }
    }

    private long number(String sql) throws SQLException {
        return TestingDatabases.number(database, sql);
    }

    private static SinkTotals expected(List<UsageRow> rows, long refused) {
        return Traffic.totals(rows, refused);
    }
}
