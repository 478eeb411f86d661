package io.millrace.sinks.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.Counter;
import io.millrace.sinks.rollup.LatencyHistogram;
import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageReportIT {
    private static final int ALL = 1_000;
    private static final Instant START = Micros.toInstant(Traffic.START);
    private static final List<UsageRow> ROWS =
            new Traffic(new Random(23)).rows(5_000, Traffic.START, 3 * Micros.PER_DAY);

    @TempDir
    static Path directory;

    private static FilledDatabase filled;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        filled = new FilledDatabase(directory, ROWS);
        connection = filled.connection();
    }

    @AfterAll
    static void stop() throws SQLException {
        filled.close();
    }

    @Test
    void usageIsTheSumOfTheRowsInTheRange() throws SQLException {
        for (ReportQuery query : queries()) {
            Map<String, Rollup> expected = rollups(query);
            List<UsageLine> lines = UsageReport.usage(connection, query);
            assertThat(lines).hasSameSizeAs(expected.keySet()).isNotEmpty();
            for (UsageLine line : lines) {
                Rollup sums = Objects.requireNonNull(expected.get(line.value()));
                assertThat(line)
                        .isEqualTo(new UsageLine(
                                line.value(),
                                sums.sum(Counter.REQUESTS),
                                failures(sums),
                                sums.sum(Counter.INPUT_TOKENS),
                                sums.sum(Counter.CACHE_READ_TOKENS),
                                sums.sum(Counter.OUTPUT_TOKENS),
                                sums.sum(Counter.REASONING_TOKENS)));
            }
        }
    }

    @Test
    void spendIsTheSumOfTheRowsInTheRange() throws SQLException {
        for (ReportQuery query : queries()) {
            Map<String, Rollup> expected = rollups(query);
            List<SpendLine> lines = UsageReport.spend(connection, query);
            assertThat(lines).hasSameSizeAs(expected.keySet()).isNotEmpty();
            for (SpendLine line : lines) {
                Rollup sums = Objects.requireNonNull(expected.get(line.value()));
                assertThat(line)
                        .isEqualTo(new SpendLine(
                                line.value(),
                                sums.sum(Counter.REQUESTS),
                                sums.sum(Counter.UNPRICED),
                                sums.sum(Counter.COST_NANO_USD),
                                sums.sum(Counter.CHARGE_NANO_USD)));
            }
        }
    }

    @Test
    void latencyIsTheQuantileOfTheRowsInTheRange() throws SQLException {
        for (ReportQuery query : queries()) {
            Map<String, Rollup> expected = rollups(query);
            for (LatencyLine line : UsageReport.latency(connection, query)) {
                Rollup sums = Objects.requireNonNull(expected.get(line.value()));
                assertQuantile(line.p50Micros(), sums.latency(), 0.5);
                assertQuantile(line.p95Micros(), sums.latency(), 0.95);
                assertQuantile(line.p99Micros(), sums.latency(), 0.99);
                assertQuantile(line.firstTokenP50Micros(), sums.firstToken(), 0.5);
                assertQuantile(line.firstTokenP95Micros(), sums.firstToken(), 0.95);
                assertQuantile(line.firstTokenP99Micros(), sums.firstToken(), 0.99);
            }
        }
    }

    @Test
    void largestLinesComeFirstAndNoMoreThanAskedFor() throws SQLException {
        List<SpendLine> all = UsageReport.spend(connection, new ReportQuery(Grouping.WORKSPACE, null, null, ALL));
        assertThat(all.stream().map(SpendLine::chargeNanoUsd).toList())
                .isSortedAccordingTo((left, right) -> Long.compare(right, left));
        assertThat(UsageReport.spend(connection, new ReportQuery(Grouping.WORKSPACE, null, null, 3)))
                .isEqualTo(all.subList(0, 3));
        assertThat(UsageReport.latency(connection, new ReportQuery(Grouping.WORKSPACE, null, null, 3)))
                .hasSize(3);
    }

    private static List<ReportQuery> queries() {
        Instant oddMinute = START.plusSeconds(37 * 60 + 60 * 60 * 20);
        return Arrays.stream(Grouping.values())
                .flatMap(by -> List.of(
                        new ReportQuery(by, null, null, ALL),
                        new ReportQuery(by, START.plusSeconds(86_400), null, ALL),
                        new ReportQuery(by, START.plusSeconds(3_600), START.plusSeconds(90_000), ALL),
                        new ReportQuery(by, oddMinute, oddMinute.plusSeconds(7_260), ALL))
                        .stream())
                .toList();
    }

    private static Map<String, Rollup> rollups(ReportQuery query) {
        Map<String, Rollup> rollups = new TreeMap<>();
        for (UsageRow row : ROWS) {
            Instant at = Micros.toInstant(row.usage().occurredAtMicros());
            boolean inRange = (query.from() == null || !at.isBefore(query.from()))
                    && (query.to() == null || at.isBefore(query.to()));
            if (inRange) {
                String key = value(row, query.by());
                rollups.computeIfAbsent(key == null ? "" : key, absent -> new Rollup())
                        .add(row);
            }
        }
        return rollups;
    }

    private static @Nullable String value(UsageRow row, Grouping by) {
        return switch (by) {
            case MODEL -> row.usage().call().modelPriced();
            case WORKSPACE -> row.usage().workspaceId();
            case FEATURE -> row.usage().attribution().feature();
            case API_KEY -> row.usage().attribution().apiKeyId();
        };
    }

    private static long failures(Rollup sums) {
        return List.of(Counter.ERRORS, Counter.TIMEOUTS, Counter.CANCELLED, Counter.PARTIAL, Counter.REFUSED).stream()
                .collect(Collectors.summingLong(sums::sum));
    }

    private static void assertQuantile(@Nullable Long micros, LatencyHistogram histogram, double quantile) {
        Long expected = histogram.count() == 0 ? null : (Long) Math.round(histogram.quantile(quantile));
        assertThat(micros).isEqualTo(expected);
    }
}
