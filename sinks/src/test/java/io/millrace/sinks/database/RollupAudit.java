package io.millrace.sinks.database;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.Counter;
import io.millrace.sinks.rollup.LatencyHistogram;
import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.RollupDeltas;
import io.millrace.sinks.rollup.RollupKey;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the rollup tables should hold, worked out twice: by SQL over usage_event, and by the core over the rows. */
final class RollupAudit {
    private static final List<String> KEY =
            List.of("workspace_id", "provider", "model", "feature", "api_key_id", "environment");

    private static final Map<String, Integer> BITS =
            Map.of("provider", 1, "model", 2, "feature", 4, "api_key_id", 8, "environment", 16);

    private RollupAudit() {}

    /** Rows by which a table and the group-by of usage_event differ, in either direction. */
    static String differences(RollupLevel level) {
        String unit = level.name().toLowerCase(Locale.ROOT);
        String dimensions = KEY.stream().map(RollupAudit::keyOf).collect(Collectors.joining(", "));
        String outcomes = List.of("ERROR", "TIMEOUT", "CANCELLED", "PARTIAL", "REFUSED").stream()
                .map(outcome -> "count(*) filter (where outcome = '" + outcome + "')")
                .collect(Collectors.joining(", "));
        String grouped = "select date_trunc('" + unit + "', occurred_at, 'UTC') as bucket, " + dimensions
                + ", count(*), " + outcomes + ", count(*) filter (where not priced)"
                + ", coalesce(sum(input_tokens), 0)"
                + ", coalesce(sum(case when coalesce(input_uncached_tokens, cache_read_tokens, cache_write_5m_tokens,"
                + " cache_write_1h_tokens) is null then input_tokens else input_uncached_tokens end), 0)"
                + ", coalesce(sum(cache_read_tokens), 0)"
                + ", coalesce(sum(cache_write_5m_tokens), 0) + coalesce(sum(cache_write_1h_tokens), 0)"
                + ", coalesce(sum(output_tokens), 0), coalesce(sum(reasoning_tokens), 0)"
                + ", sum(cost_nano_usd), sum(charge_nano_usd), coalesce(sum(cache_saving_nano_usd), 0)"
                + ", coalesce(sum(coalesce(cache_read_tokens, 0) + coalesce(cache_write_5m_tokens, 0)"
                + " + coalesce(cache_write_1h_tokens, 0)) filter (where cache_saving_nano_usd is null), 0), count(latency_micros), count(first_token_micros)"
                + " from usage_event where corrected_by is null group by 1, 2, 3, 4, 5, 6, 7";
        String stored = "select bucket, " + String.join(", ", KEY) + ", "
                + Arrays.stream(Counter.values()).map(Counter::column).collect(Collectors.joining(", "))
                + ", (select coalesce(sum(n), 0) from unnest(latency_counts) n)"
                + ", (select coalesce(sum(n), 0) from unnest(first_token_counts) n) from " + level.table();
        return "with grouped as (" + grouped + "), stored as (" + stored + ") select (select count(*) from"
                + " (table grouped except table stored) a) + (select count(*) from (table stored except table grouped) b)";
    }

    /** What a column of usage_event is summed under. */
    private static String keyOf(String column) {
        String own = "coalesce(" + column + ", '')";
        int bit = BITS.getOrDefault(column, 0);
        return bit == 0 ? own : "case when other_dimensions & " + bit + " <> 0 then 'other' else " + own + " end";
    }

    static Map<RollupKey, String> expected(List<UsageRow> rows, RollupLevel level) {
        Map<RollupKey, String> histograms = new TreeMap<>();
        RollupDeltas.of(rows).at(level).forEach((key, rollup) -> histograms.put(key, histograms(rollup)));
        return histograms;
    }

    /** The histograms of a table, as {@link #expected} writes them. */
    static Map<RollupKey, String> read(Database database, RollupLevel level) throws SQLException {
        String sql = "select bucket, " + String.join(", ", KEY) + ", latency_offset || ' ' || latency_counts::text"
                + " || ' ' || first_token_offset || ' ' || first_token_counts::text from " + level.table();
        Map<RollupKey, String> histograms = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                histograms.put(key(rows), rows.getString(8));
            }
        }
        return histograms;
    }

    private static RollupKey key(ResultSet row) throws SQLException {
        return new RollupKey(
                Micros.of(row.getObject(1, OffsetDateTime.class).toInstant()),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    private static String histograms(Rollup rollup) {
        return text(rollup.latency()) + " " + text(rollup.firstToken());
    }

    private static String text(LatencyHistogram histogram) {
        String counts =
                Arrays.stream(histogram.counts()).mapToObj(Long::toString).collect(Collectors.joining(","));
        return histogram.offset() + " {" + counts + "}";
    }

    /** Buckets without the zeros at both ends that a row leaves when it is taken off; keys without any call left out. */
    static Map<Object, String> counted(Map<?, String> histograms) {
        Map<Object, String> counted = new HashMap<>();
        histograms.forEach((key, both) -> {
            StringBuilder buckets = new StringBuilder();
            String[] parts = both.split(" ", -1);
            for (int i = 0; i < parts.length; i += 2) {
                Map<Integer, String> byBucket = new TreeMap<>();
                String[] counts = parts[i + 1].replaceAll("[{}]", "").split(",", -1);
                for (int bucket = 0; bucket < counts.length; bucket++) {
                    if (!counts[bucket].equals("0") && !counts[bucket].isEmpty()) {
                        byBucket.put(Integer.parseInt(parts[i]) + bucket, counts[bucket]);
                    }
                }
                buckets.append(byBucket);
            }
            if (!buckets.toString().equals("{}{}")) {
                counted.put(key, buckets.toString());
            }
        });
        return counted;
    }
}
