package io.millrace.sinks.database;

import io.millrace.sinks.rollup.Counter;
import io.millrace.sinks.rollup.LatencyHistogram;
import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.RollupDeltas;
import io.millrace.sinks.rollup.RollupKey;
import io.millrace.sinks.rollup.RollupLevel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The three rollup tables: their columns, what a batch adds to them, and the statements that add it. */
final class RollupTables {
    private static final Counter[] COUNTERS = Counter.values();
    private static final List<String> HISTOGRAMS = List.of("latency", "first_token");
    private static final String KEY = "bucket, workspace_id, provider, model, feature, api_key_id, environment";
    private static final String COLUMNS = KEY + ", "
            + Arrays.stream(COUNTERS).map(Counter::column).collect(Collectors.joining(", "))
            + ", latency_offset, latency_counts, first_token_offset, first_token_counts";
    /** Level (length of its bucket), ordinal and the columns. */
    private static final int FIELDS = COLUMNS.split(",", -1).length + 2;

    static final List<String> STAGE = List.of("create temporary table rollup_stage on commit delete rows as"
            + " select 0::bigint as level, 0 as ordinal, usage_minute.* from usage_minute with no data");
    static final String COPY = "copy rollup_stage (level, ordinal, " + COLUMNS + ") from stdin (format binary)";

    private RollupTables() {}

    /** Adds the staged rows of one level, in the order in which they were staged: that of their keys. */
    static String upsert(RollupLevel level) {
        return "insert into " + level.table() + " as t (" + COLUMNS + ") select " + COLUMNS
                + " from rollup_stage where level = " + level.lengthMicros() + " order by ordinal"
                + " on conflict (" + KEY + ") do update set "
                + Stream.concat(
                                Arrays.stream(COUNTERS).map(RollupTables::sum),
                                HISTOGRAMS.stream().map(RollupTables::merge))
                        .collect(Collectors.joining(", "));
    }

    static void write(CopyBuffer to, RollupDeltas deltas) {
        for (RollupLevel level : RollupLevel.values()) {
            int ordinal = 0;
            for (var entry : deltas.at(level).entrySet()) {
                to.startRow(FIELDS);
                to.bigint(level.lengthMicros());
                to.integer(ordinal++);
                write(to, entry.getKey());
                write(to, entry.getValue());
            }
        }
    }

    private static void write(CopyBuffer to, RollupKey key) {
        to.timestamp(key.bucketMicros());
        to.text(key.workspaceId());
        to.text(key.provider());
        to.text(key.model());
        to.text(key.feature());
        to.text(key.apiKeyId());
        to.text(key.environment());
    }

    private static void write(CopyBuffer to, Rollup rollup) {
        for (Counter counter : COUNTERS) {
            to.bigint(rollup.sum(counter));
        }
        write(to, rollup.latency());
        write(to, rollup.firstToken());
    }

    private static void write(CopyBuffer to, LatencyHistogram histogram) {
        to.integer(histogram.offset());
        to.bigints(histogram.counts());
    }

    private static String sum(Counter counter) {
        String column = counter.column();
        return column + " = t." + column + " + excluded." + column;
    }

    private static String merge(String histogram) {
        String both =
                String.format("(t.%1$s_offset, t.%1$s_counts, excluded.%1$s_offset, excluded.%1$s_counts)", histogram);
        return histogram + "_offset = latency_merge_offset" + both + ", " + histogram + "_counts = latency_merge_counts"
                + both;
    }
}
