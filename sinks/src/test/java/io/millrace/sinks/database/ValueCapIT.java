package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.rollup.HourValues;
import io.millrace.sinks.rollup.RollupDimension;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.rollup.WorkspaceHour;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cap on values, against a model: exact under replays, restarts, parallel writers and corrections. */
class ValueCapIT {
    private static final int MAX = 2;

    @TempDir
    static Path directory;

    private static TestingDatabases databases;

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

    /** One writer, restarted and replaying: which values are shown follows from the order of the calls. */
    @Test
    void oneWriterShowsTheFirstValuesThatCome() {
        Trials.run(3, random -> {
            try {
                makeDatabase();
                CorrectedTraffic traffic = CorrectedTraffic.of(random, 400, 2 * Micros.PER_HOUR);
                replayInBatches(random, traffic.sent());
                Map<UUID, Integer> expected = model(traffic.sent());
                assertThat(expected.values()).anyMatch(bits -> bits != 0).anyMatch(bits -> bits == 0);
                assertThat(otherDimensions()).isEqualTo(expected);
                checkRollups(traffic.standing());
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Several writers with rows and workspaces in common, whose sessions are killed: any order, but one answer for a value. */
    @Test
    void parallelWritersAgree() {
        Trials.run(2, random -> {
            try {
                makeDatabase();
                CorrectedTraffic traffic =
                        CorrectedTraffic.of(random, 2_000, 4 * Micros.PER_HOUR).unchained();
                // Corrections come after all calls: which of two writers is first is left to chance.
                inParallel(random, traffic.calls());
                inParallel(random, traffic.corrections());
                checkRollups(traffic.standing());
                checkOneAnswer();
            } catch (SQLException | InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void otherIsCountedAndSeen() throws Exception {
        List<UsageRow> rows = new Traffic(new java.util.Random(5)).rows(500, Traffic.START, Micros.PER_HOUR);
        Map<UUID, Integer> expected = model(rows);
        try (UsageStore store = store(MAX)) {
            store.write(Traffic.pending(rows));
            store.write(Traffic.pending(rows));
            assertThat(store.rowsUnderOther())
                    .isPositive()
                    .isEqualTo(
                            expected.values().stream().filter(bits -> bits != 0).count());
        }
        long models = expected.values().stream().filter(bits -> (bits & 2) != 0).count();
        assertThat(number("select sum(requests) from rollup_capped where dimension = 'model'"))
                .isEqualTo(models);
    }

    /** A row says what it was added under, so that a larger cap does not take it off another's row. */
    @Test
    void capThatIsChangedLeavesHoursThatHaveBegunAlone() throws Exception {
        CorrectedTraffic traffic = CorrectedTraffic.of(new java.util.Random(6), 600, Micros.PER_HOUR);
        try (UsageStore store = store(MAX)) {
            store.write(Traffic.pending(traffic.calls()));
        }
        try (UsageStore store = store(1_000)) {
            store.write(Traffic.pending(traffic.corrections()));
        }
        checkRollups(traffic.standing());
        checkOneAnswer();
    }

    /** A batch that is rolled back settles nothing. */
    @Test
    void refusedRowTakesNoRoom() throws Exception {
        Traffic traffic = new Traffic(new java.util.Random(8));
        UsageRow bad = BadRows.withNulInMetadata(BadRows.withLongestKeys(traffic.row(Traffic.START)));
        UsageRow good = traffic.row(Traffic.START);
        try (UsageStore store = store(1)) {
            store.write(Traffic.pending(List.of(bad, good)));
        }
        assertThat(otherDimensions()).isEqualTo(Map.of(good.usage().eventId(), 0));
        checkRollups(List.of(good));
    }

    private void inParallel(RandomGenerator random, List<UsageRow> rows)
            throws InterruptedException, ExecutionException, SQLException {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try (Connection killer = databases.empty().connect()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                List<UsageRow> share = share(rows, random);
                writers.add(executor.submit(() -> writeInBatchesOf(100, share)));
            }
            int killed = 0;
            while (killed < 2 && !writers.stream().allMatch(Future::isDone)) {
                killed += SessionKiller.kill(killer, random.nextInt(100));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            replayInBatches(random, rows);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Two thirds of the rows, mostly in order. */
    private static List<UsageRow> share(List<UsageRow> rows, RandomGenerator random) {
        List<UsageRow> share = new ArrayList<>();
        for (UsageRow row : rows) {
            if (random.nextInt(3) != 0) {
                share.add(share.size() - Math.min(share.size(), random.nextInt(20)), row);
            }
        }
        return share;
    }

    private int writeInBatchesOf(int size, List<UsageRow> rows) throws InterruptedException {
        int added = 0;
        try (UsageStore store = store(MAX)) {
            for (int from = 0; from < rows.size(); from += size) {
                added += store.write(Traffic.pending(rows.subList(from, Math.min(rows.size(), from + size))));
            }
        }
        return added;
    }

    private void replayInBatches(RandomGenerator random, List<UsageRow> rows) throws InterruptedException {
        int from = 0;
        while (from < rows.size()) {
            int to = Math.min(rows.size(), from + 1 + random.nextInt(rows.size() / 4));
            try (UsageStore store = store(MAX)) {
                store.write(Traffic.pending(rows.subList(from, to)));
                store.write(Traffic.pending(rows.subList(random.nextInt(from + 1), to)));
            }
            from = to;
        }
    }

    /** Other dimensions by event id, if the calls come in this order. */
    private static Map<UUID, Integer> model(List<UsageRow> rows) {
        Map<WorkspaceHour, HourValues> hours = new HashMap<>();
        Map<UUID, Integer> others = new HashMap<>();
        for (UsageRow row : rows) {
            HourValues values = hours.computeIfAbsent(WorkspaceHour.of(row), hour -> new HourValues(MAX));
            for (RollupDimension dimension : RollupDimension.values()) {
                values.admit(dimension, dimension.valueOf(row.usage()));
            }
            others.put(row.usage().eventId(), values.otherDimensions(row));
        }
        return others;
    }

    /** The rollups are the group-by of usage_event, and what the core makes of the rows that stand. */
    private void checkRollups(List<UsageRow> standing) throws SQLException {
        Map<UUID, Integer> others = otherDimensions();
        List<UsageRow> rows = standing.stream()
                .map(row -> row.under(others.getOrDefault(row.usage().eventId(), 0)))
                .toList();
        for (RollupLevel level : RollupLevel.values()) {
            assertThat(number(RollupAudit.differences(level))).as(level.table()).isZero();
            assertThat(RollupAudit.counted(RollupAudit.read(database, level)))
                    .isEqualTo(RollupAudit.counted(RollupAudit.expected(rows, level)));
        }
        assertThat(number("select count(*) from usage_refused where event_id is null"))
                .isZero();
    }

    /** Never is a value both shown and under other, nor a value under other where there is room, nor more shown than may be. */
    private void checkOneAnswer() throws SQLException {
        for (RollupDimension dimension : RollupDimension.values()) {
            String hours = "select date_trunc('hour', occurred_at, 'UTC') as hour, workspace_id, " + dimension.column()
                    + " as value, other_dimensions & " + dimension.bit() + " <> 0 as other from usage_event where "
                    + dimension.column() + " is not null";
            String split = "select count(*) from (select 1 from (" + hours
                    + ") e group by hour, workspace_id, value having count(distinct other) > 1) s";
            assertThat(number(split)).as("split values of %s", dimension).isZero();
            String wrong = "select count(*) from (select 1 from (" + hours + ") e group by hour, workspace_id having"
                    + " count(distinct value) filter (where not other) <> least(" + MAX + ", count(distinct value))) s";
            assertThat(number(wrong)).as("hours of %s", dimension).isZero();
        }
    }

    private Map<UUID, Integer> otherDimensions() throws SQLException {
        Map<UUID, Integer> others = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select event_id, other_dimensions from usage_event")) {
            while (rows.next()) {
                others.put(rows.getObject(1, UUID.class), rows.getInt(2));
            }
        }
        return others;
    }

    private UsageStore store(int valuesMax) {
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(5));
        return new UsageStore(database, impatient, new SystemClock(), valuesMax);
    }

    private long number(String sql) throws SQLException {
        return TestingDatabases.number(database, sql);
    }
}
