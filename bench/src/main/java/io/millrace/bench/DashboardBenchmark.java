package io.millrace.bench;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.CopyBuffer;
import io.millrace.sinks.database.EventWriter;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.standalone.bench.Measurement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** What dashboards wait for, over the rollups of 30 days and 200 workspaces: each query many times, another workspace each. */
final class DashboardBenchmark {
    private static final int TIMES = 20;
    private static final double SHARE = 0.95;
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final double MILLION = 1e6;
    private static final int RAW_ROWS = 1_000_000;
    private static final int RAW_BATCH = 20_000;

    private final SystemClock clock = new SystemClock();
    private final SinksStage stage;
    private final long calls;

    /** @param calls that the rollups are of */
    DashboardBenchmark(SinksStage stage, long calls) {
        this.stage = stage;
        this.calls = calls;
    }

    List<Measurement> measure(int rounds) throws SQLException {
        long end = Micros.floor(clock.nowMicros(), Micros.PER_DAY);
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(raw(end));
        DashboardFill fill = new DashboardFill(stage, calls, end);
        long start = clock.tickNanos();
        fill.fill();
        measurements.add(Measurement.alone(
                String.format("filling with %,d calls", fill.calls()),
                "s",
                List.of((clock.tickNanos() - start) / 1e9)));
        measurements.addAll(disk(fill));
        for (DashboardQuery query : DashboardQuery.values()) {
            List<Double> millis = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                millis.add(slow(query, end));
            }
            measurements.add(new Measurement("p95: " + query.words(), "ms", millis, "", List.of(), "< 200"));
        }
        return measurements;
    }

    /** Calls as they are stored, with their indexes: a million of one day. */
    private Measurement raw(long end) throws SQLException {
        stage.empty();
        SinksTraffic traffic = new SinksTraffic(end - Micros.PER_DAY, Micros.PER_DAY / RAW_ROWS);
        try (Connection connection = stage.database().connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select usage_event_partition((to_timestamp(" + (end / Micros.PER_SECOND)
                        + ") at time zone 'UTC')::date - 1)");
            }
            EventWriter writer = new EventWriter(connection, new CopyBuffer());
            for (long from = 0; from < RAW_ROWS; from += RAW_BATCH) {
                writer.add(traffic.rows(from, from + RAW_BATCH));
                connection.commit();
            }
        }
        long bytes = stage.number("select sum(pg_total_relation_size(inhrelid))::bigint from pg_inherits"
                + " where inhparent = 'usage_event'::regclass");
        return Measurement.alone(
                String.format("disk: usage_event, %,d rows", stage.number("select count(*) from usage_event")),
                "MB/million",
                List.of(bytes / BYTES_PER_MEGABYTE / (RAW_ROWS / MILLION)));
    }

    private List<Measurement> disk(DashboardFill fill) throws SQLException {
        List<Measurement> measurements = new ArrayList<>();
        for (RollupLevel level : RollupLevel.values()) {
            long of = level == RollupLevel.MINUTE ? fill.callsOfMinutes() : fill.calls();
            long bytes = stage.number("select pg_total_relation_size('" + level.table() + "')");
            long rows = stage.number("select count(*) from " + level.table());
            measurements.add(Measurement.alone(
                    String.format("disk: %s, %,d rows", level.table(), rows),
                    "MB/million",
                    List.of(bytes / BYTES_PER_MEGABYTE / (of / MILLION))));
        }
        measurements.add(Measurement.alone(
                "disk: minutes by provider and model",
                "MB/million",
                List.of(stage.number("select pg_total_relation_size('usage_model_minute')"
                                + " + pg_total_relation_size('usage_minute_merged')")
                        / BYTES_PER_MEGABYTE
                        / (fill.callsOfMinutes() / MILLION))));
        return measurements;
    }

    /** The time in milliseconds that 95 of 100 do not exceed, by the clock of who asks. */
    private double slow(DashboardQuery query, long end) throws SQLException {
        SplittableRandom random = new SplittableRandom(TIMES);
        List<Double> millis = new ArrayList<>();
        try (Connection connection = stage.database().connect();
                Statement statement = connection.createStatement()) {
            String from = Micros.toInstant(end).minus(query.span()).toString();
            for (int time = 0; time < TIMES; time++) {
                String workspace = SinksTraffic.workspace(random.nextInt(SinksTraffic.WORKSPACES / 2));
                long start = clock.tickNanos();
                read(statement, query.sql(from, Micros.toInstant(end).toString(), workspace));
                millis.add((clock.tickNanos() - start) / 1e6);
            }
        }
        Collections.sort(millis);
        return millis.get((int) Math.ceil(SHARE * millis.size()) - 1);
    }

    private static void read(Statement statement, String sql) throws SQLException {
        int rows = 0;
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows++;
            }
        }
        if (rows == 0) {
            throw new IllegalStateException("rows: 0 (expected: some) of " + sql);
        }
    }
}
