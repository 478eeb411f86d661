package io.millrace.sinks.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewReaderIT {
    private static final int LINES = 100;
    private static final Instant START = Micros.toInstant(Traffic.START);
    private static final List<UsageRow> ROWS =
            new Traffic(new Random(51)).rows(4_000, Traffic.START, 2 * Micros.PER_DAY);

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
    void hoursAreTheSumsOfTheirCalls() throws SQLException {
        Overview overview = OverviewReader.read(connection, START, START.plusSeconds(2 * 86_400), LINES);
        assertThat(overview.hours()).hasSize(48);
        for (int hour = 0; hour < 48; hour++) {
            long from = Traffic.START + hour * Micros.PER_HOUR;
            List<UsageRow> rows = ROWS.stream()
                    .filter(row -> Micros.floor(row.usage().occurredAtMicros(), Micros.PER_HOUR) == from)
                    .toList();
            assertThat(overview.hours().get(hour))
                    .as("hour %d", hour)
                    .returns((long) rows.size(), HourLine::requests)
                    .returns(rows.stream().filter(row -> !row.priced()).count(), HourLine::unpriced)
                    .returns(rows.stream().mapToLong(UsageRow::chargeNanoUsd).sum(), HourLine::chargeNanoUsd);
        }
    }

    @Test
    void spanOfNoneAskedForIsTheLastDayOfCalls() throws SQLException {
        Overview overview = OverviewReader.read(connection, null, null, LINES);
        assertThat(overview.to()).isEqualTo(START.plusSeconds(2 * 86_400));
        assertThat(overview.hours()).hasSize(24);
        assertThat(overview.total().requests())
                .isEqualTo(ROWS.stream()
                        .filter(row -> row.usage().occurredAtMicros() >= Traffic.START + Micros.PER_DAY)
                        .count());
    }

    @Test
    void modelsHaveTheLatencyOfTheLongReportAndOneOfEachHour() throws SQLException {
        Instant to = START.plusSeconds(86_400);
        Overview overview = OverviewReader.read(connection, START, to, LINES);
        List<LatencyLine> lines = UsageReport.latency(connection, new ReportQuery(Grouping.MODEL, START, to, LINES));
        assertThat(overview.models()).hasSameSizeAs(lines).isNotEmpty();
        for (int i = 0; i < lines.size(); i++) {
            ModelLatency model = overview.models().get(i);
            assertThat(model)
                    .returns(lines.get(i).value(), ModelLatency::model)
                    .returns(lines.get(i).p50Micros(), ModelLatency::p50Micros)
                    .returns(lines.get(i).p95Micros(), ModelLatency::p95Micros);
            assertThat(model.p95ByHour()).hasSize(24);
        }
        assertThat(overview.models().get(0).p95ByHour()).anyMatch(Objects::nonNull);
    }
}
