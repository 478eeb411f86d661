package io.millrace.bench;

import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.CopyBuffer;
import io.millrace.sinks.database.RollupWriter;
import io.millrace.sinks.rollup.Counter;
import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.RollupDeltas;
import io.millrace.sinks.rollup.RollupKey;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.standalone.bench.Measurement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Rows a second added to rollups that are there: what batches of 10,000 calls add to the hours and days of 200 workspaces,
 * by our path and by the ways it was chosen among, with the same functions that merge histograms. In turns.
 */
final class SinksUpserts {
    private static final int BATCHES = 12;
    private static final int BATCH_CALLS = 10_000;
    /** Rows in a statement. */
    private static final int MANY = 500;

    /** A way into the table. */
    private enum Way {
        OURS("our path (staged, merged)"),
        MANY_ROWS("INSERT of 500 rows"),
        UNNEST("INSERT from unnest");

        final String words;

        Way(String words) {
            this.words = words;
        }
    }

    private final SystemClock clock = new SystemClock();
    private final SinksStage stage;
    private final List<SortedMap<RollupKey, Rollup>> deltas = new ArrayList<>();
    private final Map<Way, List<Double>> rates = new EnumMap<>(Way.class);

    SinksUpserts(SinksStage stage, SinksTraffic traffic) {
        this.stage = stage;
        for (int batch = 0; batch < BATCHES; batch++) {
            long from = (long) batch * BATCH_CALLS;
            deltas.add(RollupDeltas.of(traffic.rows(from, from + BATCH_CALLS)).at(RollupLevel.DAY));
        }
    }

    /** One round more than is counted, first, for the compilers. */
    List<Measurement> measure(int rounds) throws SQLException, IOException {
        List<RowArrays> arrays = arrays();
        for (int round = 0; round <= rounds; round++) {
            for (Way way : Way.values()) {
                double rate = rate(way, arrays);
                if (round > 0) {
                    rates.computeIfAbsent(way, w -> new ArrayList<>()).add(rate);
                }
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        rates.forEach((way, values) -> measurements.add(new Measurement(
                "rollup upserts: " + way.words,
                "rows/s",
                values,
                "",
                List.of(),
                way == Way.OURS ? ">= 30,000" : null)));
        return measurements;
    }

    /** The first half makes most of the rows there; the second half is timed. */
    private double rate(Way way, List<RowArrays> arrays) throws SQLException {
        stage.empty();
        try (Connection connection = stage.database().connect()) {
            connection.setAutoCommit(false);
            RollupWriter writer = new RollupWriter(connection, new CopyBuffer());
            long rows = 0;
            long start = 0;
            for (int batch = 0; batch < BATCHES; batch++) {
                if (batch == BATCHES / 2) {
                    start = clock.tickNanos();
                    rows = 0;
                }
                write(way, batch, connection, writer, arrays);
                connection.commit();
                rows += deltas.get(batch).size();
            }
            double seconds = (clock.tickNanos() - start) / 1e9;
            requireCalls();
            return rows / seconds;
        }
    }

    private void write(Way way, int batch, Connection connection, RollupWriter writer, List<RowArrays> arrays)
            throws SQLException {
        RowArrays values = arrays.get(batch);
        switch (way) {
            case OURS -> writer.merge(RollupLevel.DAY, deltas.get(batch));
            case MANY_ROWS -> values.insertMany(connection, 0, values.size(), MANY, onConflict());
            case UNNEST -> values.insertUnnested(connection, 0, values.size(), onConflict());
        }
    }

    private void requireCalls() throws SQLException {
        long calls = stage.number("select sum(requests) from usage_day");
        if (calls != (long) BATCHES * BATCH_CALLS) {
            throw new IllegalStateException("calls: " + calls + " (expected: " + BATCHES * BATCH_CALLS + ")");
        }
    }

    /** The rows of each batch by itself, read back. */
    private List<RowArrays> arrays() throws SQLException {
        List<RowArrays> arrays = new ArrayList<>();
        for (SortedMap<RollupKey, Rollup> delta : deltas) {
            stage.empty();
            try (Connection connection = stage.database().connect()) {
                connection.setAutoCommit(false);
                new RollupWriter(connection, new CopyBuffer()).copy(RollupLevel.DAY, delta);
                arrays.add(new RowArrays(connection, "usage_day", "select * from usage_day"));
                connection.commit();
            }
        }
        return arrays;
    }

    private static String onConflict() {
        return " on conflict (bucket, workspace_id, provider, model, feature, api_key_id, environment) do update set "
                + Arrays.stream(Counter.values())
                        .map(counter -> String.format("%1$s = t.%1$s + excluded.%1$s", counter.column()))
                        .collect(Collectors.joining(", "))
                + merged("latency") + merged("first_token");
    }

    private static String merged(String histogram) {
        return String.format(
                ", %1$s_offset = latency_merge_offset(t.%1$s_offset, t.%1$s_counts, excluded.%1$s_offset,"
                        + " excluded.%1$s_counts), %1$s_counts = latency_merge_counts(t.%1$s_offset, t.%1$s_counts,"
                        + " excluded.%1$s_offset, excluded.%1$s_counts)",
                histogram);
    }
}
