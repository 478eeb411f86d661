package io.millrace.sinks.database;

import io.millrace.sinks.rollup.Counter;
import io.millrace.sinks.rollup.LatencyHistogram;
import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.RollupKey;
import io.millrace.sinks.rollup.RollupLevel;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
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
    private static final String SAME_KEY = Arrays.stream(KEY.split(", ", -1))
            .map(column -> "t." + column + " = s." + column)
            .collect(Collectors.joining(" and "));
    private static final int FIELDS = COLUMNS.split(",", -1).length;

    static final List<String> STAGE = List.of("create temporary table rollup_stage on commit delete rows as"
            + " select 0::bigint as step, 0 as ordinal, usage_minute.* from usage_minute with no data");
    static final String COPY = "copy rollup_stage (step, ordinal, " + COLUMNS + ") from stdin (format binary)";

    private RollupTables() {}

    /** Adds the rows staged in one step, its only parameter, in the order in which they were staged: that of their keys. */
    static String upsert(RollupLevel level) {
        return "insert into " + level.table() + " as t (" + COLUMNS + ") select " + COLUMNS
                + " from rollup_stage where step = ? order by ordinal"
                + " on conflict (" + KEY + ") do update set "
                + Stream.concat(
                                Arrays.stream(COUNTERS).map(RollupTables::sum),
                                HISTOGRAMS.stream().map(RollupTables::merge))
                        .collect(Collectors.joining(", "));
    }

    /**
     * Takes the rows staged in one step, its only parameter, off rows that are there. An upsert would not do: a row below 0
     * is refused before it is looked whether there is one to merge it with.
     */
    static String takeOff(RollupLevel level) {
        return "update " + level.table() + " as t set "
                + Stream.concat(
                                Arrays.stream(COUNTERS).map(RollupTables::difference),
                                HISTOGRAMS.stream().map(RollupTables::unmerge))
                        .collect(Collectors.joining(", "))
                + " from rollup_stage as s where s.step = ? and " + SAME_KEY;
    }

    /** Ends rows staged in one step, its only parameter, that no call is left in. */
    static String endEmpty(RollupLevel level) {
        return "delete from " + level.table() + " as t using rollup_stage as s where s.step = ? and t.requests = 0 and "
                + SAME_KEY;
    }

    /** Into the table itself: refused as a whole when one row is there. */
    static String copyStraight(RollupLevel level) {
        return "copy " + level.table() + " (" + COLUMNS + ") from stdin (format binary)";
    }

    /** Rows of the staging table: step and ordinal come first. */
    static void writeStaged(CopyStream.Sender to, long step, SortedMap<RollupKey, Rollup> deltas) throws SQLException {
        int ordinal = 0;
        for (var entry : deltas.entrySet()) {
            CopyBuffer row = to.buffer();
            row.startRow(FIELDS + 2);
            row.bigint(step);
            row.integer(ordinal++);
            write(row, entry.getKey());
            write(row, entry.getValue());
            to.endRow();
        }
    }

    /** Rows of the table itself. */
    static void write(CopyStream.Sender to, SortedMap<RollupKey, Rollup> deltas) throws SQLException {
        for (var entry : deltas.entrySet()) {
            CopyBuffer row = to.buffer();
            row.startRow(FIELDS);
            write(row, entry.getKey());
            write(row, entry.getValue());
            to.endRow();
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

    private static String difference(Counter counter) {
        String column = counter.column();
        return column + " = t." + column + " - s." + column;
    }

    /** What is taken off was merged before, so that its buckets are all there and the first stays the first. */
    private static String unmerge(String histogram) {
        return String.format(
                "%1$s_counts = latency_merge_counts(t.%1$s_offset, t.%1$s_counts, s.%1$s_offset,"
                        + " array(select -n from unnest(s.%1$s_counts) with ordinality as b(n, i) order by i))",
                histogram);
    }

    private static String merge(String histogram) {
        String both =
                String.format("(t.%1$s_offset, t.%1$s_counts, excluded.%1$s_offset, excluded.%1$s_counts)", histogram);
        return histogram + "_offset = latency_merge_offset" + both + ", " + histogram + "_counts = latency_merge_counts"
                + both;
    }
}
