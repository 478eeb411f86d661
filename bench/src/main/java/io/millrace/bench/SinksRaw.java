package io.millrace.bench;

import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.CopyBuffer;
import io.millrace.sinks.database.EventWriter;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.standalone.bench.Measurement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Calls a second into usage_event, all new: from objects by our path, and by the ways it was chosen among, beside bare COPY
 * of the same rows as ready-made bytes. One session, a commit on disk for each batch, in turns.
 */
final class SinksRaw {
    private static final int BATCH = 10_000;
    /** Rows in a statement; more cost the parser more than they save. */
    private static final int MANY = 500;

    /** Rows of the ways that are slow. */
    private static final int FEW = 40_000;

    private static final String SIZE =
            "select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'usage_event'::regclass";
    private static final String KEEP = " on conflict do nothing";

    /** A way into the table. */
    private enum Way {
        OURS("our path", Integer.MAX_VALUE),
        STAGED("staged and merged always", Integer.MAX_VALUE),
        MANY_ROWS("INSERT of 500 rows", FEW),
        UNNEST("INSERT from unnest", FEW);

        final String words;
        final int rowsMax;

        Way(String words, int rowsMax) {
            this.words = words;
            this.rowsMax = rowsMax;
        }
    }

    /** Writes a batch in a session that is kept for all of them. */
    @FunctionalInterface
    private interface Batch {
        void write(int from, int to) throws SQLException, IOException;
    }

    @FunctionalInterface
    private interface Session {
        Batch on(Connection connection) throws SQLException;
    }

    private final SystemClock clock = new SystemClock();
    private final SinksStage stage;
    private final List<UsageRow> rows;
    private final Map<Way, List<Double>> rates = new EnumMap<>(Way.class);
    /** Bytes a row, which are megabytes a million. */
    private final List<Double> bytes = new ArrayList<>();

    private final List<Double> bare = new ArrayList<>();

    SinksRaw(SinksStage stage, List<UsageRow> rows) {
        this.stage = stage;
        this.rows = rows;
    }

    /** One round more than is counted, first, for the compilers. */
    List<Measurement> measure(int rounds) throws SQLException, IOException, InterruptedException {
        stage.partitionsFor(List.of(rows.get(0), rows.get(rows.size() - 1)));
        rate(this::ours, rows.size());
        BareCopy ready = BareCopy.of(stage, rows.size(), BATCH);
        RowArrays arrays = arrays();
        for (int round = 0; round <= rounds; round++) {
            double baseline = rate(connection -> (from, to) -> ready.write(connection, from / BATCH), rows.size());
            if (round > 0) {
                bare.add(baseline);
            }
            for (Way way : Way.values()) {
                double rate = rate(session(way, arrays), Math.min(rows.size(), way.rowsMax));
                if (round > 0) {
                    rates.computeIfAbsent(way, w -> new ArrayList<>()).add(rate);
                }
            }
        }
        return measurements();
    }

    private List<Measurement> measurements() {
        List<Measurement> measurements = new ArrayList<>();
        rates.forEach((way, values) -> measurements.add(new Measurement(
                "raw rows: " + way.words, "rows/s", values, "bare COPY", bare, way == Way.OURS ? ">= 0.7x" : null)));
        measurements.add(Measurement.alone("disk: usage_event", "MB/million", bytes));
        return measurements;
    }

    private Session session(Way way, RowArrays arrays) {
        return switch (way) {
            case OURS -> this::ours;
            case STAGED -> this::staged;
            case MANY_ROWS -> connection -> (from, to) -> arrays.insertMany(connection, from, to, MANY, KEEP);
            case UNNEST -> connection -> (from, to) -> arrays.insertUnnested(connection, from, to, KEEP);
        };
    }

    private Batch ours(Connection connection) throws SQLException {
        EventWriter writer = new EventWriter(connection, new CopyBuffer());
        return (from, to) -> writer.add(rows.subList(from, to));
    }

    /** A new writer takes nothing to be new. */
    private Batch staged(Connection connection) {
        CopyBuffer buffer = new CopyBuffer();
        return (from, to) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("drop table if exists usage_stage");
            }
            new EventWriter(connection, buffer).add(rows.subList(from, to));
        };
    }

    /** Rows a second into the empty table. */
    private double rate(Session session, int count) throws SQLException, IOException {
        stage.empty();
        try (Connection connection = stage.database().connect()) {
            connection.setAutoCommit(false);
            Batch batch = session.on(connection);
            connection.commit();
            long start = clock.tickNanos();
            for (int from = 0; from < count; from += BATCH) {
                batch.write(from, Math.min(count, from + BATCH));
                connection.commit();
            }
            double seconds = (clock.tickNanos() - start) / 1e9;
            stage.requireRows("usage_event", count);
            bytes.add(stage.number(SIZE) / (double) count);
            return count / seconds;
        }
    }

    private RowArrays arrays() throws SQLException {
        try (Connection connection = stage.database().connect()) {
            return new RowArrays(
                    connection, "usage_event", "select * from usage_event order by gateway_sequence limit " + FEW);
        }
    }
}
