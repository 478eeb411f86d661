package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.RealLatencies;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million latencies of real shape, rolled up and merged again in SQL, beside the exact quantiles of the single calls. */
class MillionLatenciesIT {
    private static final int CALLS = 1_000_000;
    private static final int BATCH = 20_000;
    private static final long SPAN_MICROS = 3 * Micros.PER_HOUR;
    private static final double ERROR_MAX = 0.044;
    private static final double[] QUANTILES = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999};
    /** What SQL groups by, and the same of a call. */
    private static final Map<String, Function<UsageRow, String>> GROUPINGS = groupings();

    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    @BeforeAll
    static void start() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @Test
    void everyQuantileOfEveryGroupingIsWithinFourPointFourPercent() {
        Trials.run(1, random -> {
            try (Connection connection = databases.migrated().connect()) {
                Exact exact = fill(connection, random);
                double worst = 0;
                for (RollupLevel level : RollupLevel.values()) {
                    for (String grouping : GROUPINGS.keySet()) {
                        worst = Math.max(worst, worstError(connection, level, grouping, exact));
                    }
                }
                System.out.printf(Locale.ROOT, "worst error of %,d quantiles: %.4f%n", exact.compared, worst);
                assertThat(worst).isLessThanOrEqualTo(ERROR_MAX);
                assertThat(exact.compared).isGreaterThan(1_000);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Exact fill(Connection connection, RandomGenerator random) throws SQLException {
        connection.setAutoCommit(false);
        RollupWriter writer = new RollupWriter(connection, new CopyBuffer());
        RealLatencies calls = new RealLatencies(random);
        Exact exact = new Exact();
        List<UsageRow> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < CALLS; i++) {
            UsageRow row = calls.row(Traffic.START + SPAN_MICROS * i / CALLS);
            batch.add(row);
            exact.add(row);
            if (batch.size() == BATCH) {
                writer.change(batch, List.of());
                connection.commit();
                batch.clear();
            }
        }
        assertThat(batch).isEmpty();
        exact.sort();
        return exact;
    }

    private static double worstError(Connection connection, RollupLevel level, String grouping, Exact exact)
            throws SQLException {
        String group =
                grouping.replace("%bucket", "extract(epoch from date_trunc('hour', bucket, 'UTC'))::bigint::text");
        if (grouping.contains("%bucket") && level == RollupLevel.DAY) {
            return 0;
        }
        String sql =
                "select name, q, latency_quantile(q, latency), latency_quantile(q, first_token) from (select " + group
                        + " as name, latency_merge(latency_offset, latency_counts) as latency,"
                        + " latency_merge(first_token_offset, first_token_counts) as first_token from usage_by_"
                        + level.name().toLowerCase(Locale.ROOT) + " group by 1) as merged, unnest(array"
                        + Arrays.toString(QUANTILES) + "::float8[]) as q";
        double worst = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String name = grouping + " " + rows.getString(1);
                double q = rows.getDouble(2);
                worst = DoubleStream.of(
                                worst,
                                exact.error("latency " + name, q, rows.getDouble(3)),
                                exact.error("first " + name, q, rows.getDouble(4)))
                        .max()
                        .orElseThrow();
            }
        }
        return worst;
    }

    private static Map<String, Function<UsageRow, String>> groupings() {
        Map<String, Function<UsageRow, String>> groupings = new LinkedHashMap<>();
        groupings.put("'all'", row -> "all");
        groupings.put("model", row -> row.usage().call().modelPriced());
        groupings.put("provider", row -> row.usage().call().provider());
        groupings.put("workspace_id", row -> row.usage().workspaceId());
        groupings.put(
                "workspace_id || '/' || model",
                row -> row.usage().workspaceId() + "/" + row.usage().call().modelPriced());
        groupings.put(
                "%bucket",
                row -> "" + Micros.floor(row.usage().occurredAtMicros(), Micros.PER_HOUR) / Micros.PER_SECOND);
        return groupings;
    }

    /** The values of every group, in order. */
    private static final class Exact {
        private final Map<String, Values> groups = new TreeMap<>();
        private int compared;

        private void add(UsageRow row) {
            GROUPINGS.forEach((grouping, of) -> {
                String name = grouping + " " + of.apply(row);
                var timing = row.usage().timing();
                of("latency " + name).add(timing.latencyMicros());
                of("first " + name).add(timing.firstTokenMicros());
            });
        }

        void sort() {
            groups.values().forEach(Values::sort);
        }

        /** The smallest value that this share of the calls does not exceed is what a quantile is. */
        double error(String name, double quantile, double answer) {
            compared++;
            double exact = of(name).quantile(quantile);
            return Math.abs(answer - exact) / exact;
        }

        private Values of(String name) {
            return groups.computeIfAbsent(name, any -> new Values());
        }
    }

    /** Longs without boxes. */
    private static final class Values {
        private long[] values = new long[64];
        private int size;

        void add(@Nullable Long value) {
            if (value == null) {
                return;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        void sort() {
            Arrays.sort(values, 0, size);
        }

        double quantile(double quantile) {
            long millionths = Math.round(quantile * 1_000_000);
            return values[(int) Math.max(1, (millionths * size + 999_999) / 1_000_000) - 1];
        }
    }
}
