package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.testing.Trials;
import io.millrace.sinks.rollup.LatencyBuckets;
import io.millrace.sinks.rollup.LatencyHistogram;
import io.millrace.sinks.testing.TestingDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyFunctionsIT {
    private static final double ERROR_MAX = 0.044;
    private static final double ROUNDING = 1e-9;

    @TempDir
    static Path directory;

    private static TestingDatabases databases;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        databases = new TestingDatabases(directory);
        connection = databases.migrated().connect();
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        databases.close();
    }

    @Test
    void mergeIsTheCoresMerge() {
        Trials.run(100, random -> {
            LatencyHistogram a = histogram(values(random));
            LatencyHistogram b = histogram(values(random));
            String sql = "select latency_merge_offset(?, ?, ?, ?), latency_merge_counts(?, ?, ?, ?)";
            LatencyHistogram merged = new LatencyHistogram();
            merged.merge(a);
            merged.merge(b);
            query(
                    sql,
                    row -> {
                        assertThat((Long[]) row.getArray(2).getArray()).containsExactly(boxed(merged.counts()));
                        assertThat(row.getInt(1)).isEqualTo(merged.counts().length == 0 ? b.offset() : merged.offset());
                    },
                    a.offset(),
                    a.counts(),
                    b.offset(),
                    b.counts(),
                    a.offset(),
                    a.counts(),
                    b.offset(),
                    b.counts());
        });
    }

    @Test
    void quantileOverAnyGroupingIsWithinFourPointFourPercent() {
        Trials.run(50, random -> {
            List<LatencyHistogram> rows = new ArrayList<>();
            List<Long> all = new ArrayList<>(List.of(random.nextLong(1_000)));
            rows.add(histogram(all));
            for (int i = random.nextInt(5); i > 0; i--) {
                List<Long> values = values(random);
                all.addAll(values);
                rows.add(histogram(values));
            }
            all.sort(null);
            LatencyHistogram merged = histogram(all);
            for (double quantile : new double[] {0, 0.5, 0.95, 0.99, 1}) {
                int rank = (int) Math.max(1, Math.ceil(Math.round(quantile * 1e6) * (long) all.size() / 1e6));
                double exact = all.get(rank - 1);
                double answer = quantile(quantile, rows);
                assertThat(answer).isCloseTo(exact, within(exact * ERROR_MAX));
                assertThat(answer).isCloseTo(merged.quantile(quantile), within(answer * ROUNDING));
            }
        });
    }

    /** As a correction leaves them that took off the only call of the first or the last bucket. */
    @Test
    void bucketsOfNoneAtBothEndsAreLeftOut() {
        query(
                "select latency_state_offset(state), latency_state_counts(state)"
                        + " from (select latency_merge(3, '{0,0,5,0,7,0}'::bigint[]) as state) as merged",
                row -> {
                    assertThat(row.getInt(1)).isEqualTo(5);
                    assertThat((Long[]) row.getArray(2).getArray()).containsExactly(5L, 0L, 7L);
                });
    }

    /** An empty row may come first, and buckets before and after those that were met. */
    @Test
    void stateOfTheAggregateIsTheCoresMergeInAnyOrder() {
        Trials.run(50, random -> {
            List<LatencyHistogram> rows = new ArrayList<>(List.of(new LatencyHistogram()));
            LatencyHistogram merged = new LatencyHistogram();
            for (int i = random.nextInt(6); i > 0; i--) {
                rows.add(histogram(values(random)));
                merged.merge(rows.get(rows.size() - 1));
            }
            Collections.rotate(rows, random.nextInt(rows.size()));
            query(
                    "select latency_state_offset(state), latency_state_counts(state) from (select latency_merge(o, c) as state"
                            + " from (values " + valuesOf(rows) + ") as rows (o, c)) as merged",
                    row -> {
                        assertThat(row.getInt(1)).isEqualTo(merged.counts().length == 0 ? 0 : merged.offset());
                        assertThat(row.getArray(2).getArray()).isEqualTo(boxed(merged.counts()));
                    });
        });
    }

    @Test
    void everyBucketStandsForTheSameValueAsInTheCore() {
        for (int index = LatencyBuckets.ZERO; index <= LatencyBuckets.LAST; index++) {
            double middle = LatencyBuckets.middleMicros(index);
            query(
                    "select latency_bucket_micros(?)",
                    row -> assertThat(row.getDouble(1)).isCloseTo(middle, within(middle * ROUNDING)),
                    index);
        }
    }

    @Test
    void quantileOfNothingIsNull() {
        query("select latency_quantile(0.5, latency_offset, latency_counts) from usage_minute", row -> {
            assertThat(row.getObject(1)).isNull();
        });
        query(
                "select latency_quantile(0.5, 0, '{}'::bigint[])",
                row -> assertThat(row.getObject(1)).isNull());
    }

    @Test
    void quantileOutsideZeroToOneIsRefused() {
        assertThatThrownBy(() -> query("select latency_quantile(1.5, 0, '{1}'::bigint[])", row -> {}))
                .hasMessageContaining("quantile: 1.5 (expected: 0 to 1)");
    }

    private static double quantile(double quantile, List<LatencyHistogram> rows) {
        double[] answers = new double[2];
        query(
                "select latency_quantile(?::float8, o, c), latency_quantile(?::float8, latency_merge(o, c)) from (values "
                        + valuesOf(rows) + ") as rows (o, c)",
                row -> {
                    answers[0] = row.getDouble(1);
                    answers[1] = row.getDouble(2);
                },
                quantile,
                quantile);
        assertThat(answers[0]).isEqualTo(answers[1]);
        return answers[0];
    }

    private static String valuesOf(List<LatencyHistogram> rows) {
        StringBuilder values = new StringBuilder();
        for (LatencyHistogram row : rows) {
            String counts = Arrays.toString(row.counts()).replace('[', '{').replace(']', '}');
            values.append(values.isEmpty() ? "" : ", ").append("(" + row.offset() + ", '" + counts + "'::bigint[])");
        }
        return values.toString();
    }

    /** What is looked at in a row. */
    @FunctionalInterface
    private interface Look {
        void at(ResultSet row) throws SQLException;
    }

    private static void query(String sql, Look look, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                Object parameter = parameters[i];
                if (parameter instanceof long[] counts) {
                    statement.setArray(i + 1, connection.createArrayOf("bigint", boxed(counts)));
                } else {
                    statement.setObject(i + 1, parameter);
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                look.at(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Long[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }

    private static LatencyHistogram histogram(List<Long> values) {
        LatencyHistogram histogram = new LatencyHistogram();
        values.forEach(histogram::record);
        return histogram;
    }

    private static List<Long> values(RandomGenerator random) {
        List<Long> values = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            values.add(random.nextLong(0, Long.MAX_VALUE) >>> random.nextInt(63));
        }
        return values;
    }
}
