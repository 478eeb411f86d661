package io.millrace.sinks.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Calls;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastIT {
    private static final long DOLLAR = 1_000_000_000;
    private static final int WORKSPACES = 300;
    /** Days before March that have calls. */
    private static final int BEFORE = 40;

    private static final int MARCH = 31;

    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    private final Calls calls = new Calls();
    private final Connection connection;

    ForecastIT() throws SQLException {
        connection = databases.migrated().connect();
    }

    @BeforeAll
    static void start() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    /** Null where the function does not know. */
    private record Forecast(
            long spent,
            @Nullable Long expected,
            @Nullable Long low,
            @Nullable Long high,
            int days) {}

    @BeforeEach
    void inAZoneOfItsOwn() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'America/New_York'");
        }
        connection.setAutoCommit(false);
    }

    @Test
    void eachDayLeftAddsTheMeanOfItsWeekday() throws SQLException {
        List<UsageRow> rows = new ArrayList<>();
        for (int day = -BEFORE; day < 15; day++) {
            rows.add(call("w", day, weekend(day) ? 0 : 10 * DOLLAR));
        }
        write(rows);
        // 10 weekdays in the first 15 days; on Monday the 16th at noon half of it is left, and 11 weekdays after it.
        assertThat(forecast("w", "2026-03-16 12:00Z"))
                .isEqualTo(new Forecast(100 * DOLLAR, 215 * DOLLAR, 215 * DOLLAR, 215 * DOLLAR, 28));
    }

    @Test
    void fewDaysHaveOneMeanAndAWideInterval() throws SQLException {
        write(List.of(call("w", 0, 10 * DOLLAR), call("w", 1, 0), call("w", 2, 20 * DOLLAR)));
        Forecast forecast = forecast("w", "2026-03-04Z");
        assertThat(forecast.expected()).isEqualTo(30 * DOLLAR + 28 * 10 * DOLLAR);
        assertThat(forecast.days()).isEqualTo(3);
        // s = 10, variance 100 * (28 + 28 * 28 / 3), factor 1.28155 + 0.84659 / 2 + 0.57085 / 4
        double margin = 1.8475575 * Math.sqrt(100 * (28 + 28 * 28 / 3.0)) * DOLLAR;
        assertThat((double) requireNonNull(forecast.high())).isCloseTo(310 * DOLLAR + margin, within(1.0));
        assertThat((double) requireNonNull(forecast.low()))
                .isCloseTo(Math.max(30 * DOLLAR, 310 * DOLLAR - margin), within(1.0));
    }

    @Test
    void oneDayHasNoUpperBoundAndNoDayThePaceOfTheMonth() throws SQLException {
        write(List.of(call("w", 0, 10 * DOLLAR)));
        assertThat(forecast("w", "2026-03-02Z"))
                .isEqualTo(new Forecast(10 * DOLLAR, 310 * DOLLAR, 10 * DOLLAR, null, 1));
        // First used at noon; six hours later 10 dollars: 30.25 days are left.
        assertThat(forecast("w", "2026-03-01 18:00Z"))
                .isEqualTo(new Forecast(10 * DOLLAR, 1_220 * DOLLAR, 10 * DOLLAR, null, 0));
        assertThat(forecast("nobody", "2026-03-02Z")).isEqualTo(new Forecast(0, null, 0L, null, 0));
    }

    /** Weekdays above weekends, log-normal days, a workspace that begins late in each fourth. */
    @Test
    void intervalHoldsFourOfFiveOutcomes() {
        Trials.run(1, random -> {
            try {
                long[] outcomes = fillAtRandom(random);
                for (String at : List.of("2026-03-04Z", "2026-03-11Z", "2026-03-21Z")) {
                    int held = 0;
                    for (int w = 0; w < WORKSPACES; w++) {
                        Forecast forecast = forecast("w" + w, at);
                        if (requireNonNull(forecast.low()) <= outcomes[w]
                                && outcomes[w] <= requireNonNull(forecast.high())) {
                            held++;
                        }
                    }
                    double share = (double) held / WORKSPACES;
                    System.out.printf(Locale.ROOT, "forecast at %s: %.3f held%n", at, share);
                    assertThat(share).as(at).isBetween(0.72, 0.88);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private long[] fillAtRandom(RandomGenerator random) throws SQLException {
        long[] outcomes = new long[WORKSPACES];
        List<UsageRow> rows = new ArrayList<>();
        for (int w = 0; w < WORKSPACES; w++) {
            for (int day = w % 4 == 0 ? -5 : -BEFORE; day < MARCH; day++) {
                double median = (weekend(day) ? 20 : 50) * Math.exp(0.3 * random.nextGaussian());
                long charge = (long) (median * DOLLAR);
                rows.add(call("w" + w, day, charge));
                outcomes[w] += day >= 0 ? charge : 0;
            }
        }
        write(rows);
        return outcomes;
    }

    private static boolean weekend(int day) {
        DayOfWeek weekday = Micros.toInstant(Traffic.START + day * Micros.PER_DAY)
                .atZone(ZoneOffset.UTC)
                .getDayOfWeek();
        return weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
    }

    /** At noon of a day from the first of March on. */
    private UsageRow call(String workspace, int day, long chargeNanoUsd) {
        long at = Traffic.START + day * Micros.PER_DAY + 12 * Micros.PER_HOUR;
        return calls.priced(workspace, "model", null, at, chargeNanoUsd);
    }

    private void write(List<UsageRow> rows) throws SQLException {
        new RollupWriter(connection, new CopyBuffer()).change(rows, List.of());
        connection.commit();
    }

    private Forecast forecast(String workspace, String at) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select spent_nano_usd, expected_nano_usd, low_nano_usd, high_nano_usd, days_known"
                                + " from forecast_month_end('" + workspace + "', '" + at + "')")) {
            row.next();
            return new Forecast(
                    row.getLong(1),
                    row.getObject(2, Long.class),
                    row.getObject(3, Long.class),
                    row.getObject(4, Long.class),
                    row.getInt(5));
        }
    }
}
