package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from days, hours and minutes is what the minutes alone add up to, over any span, in any time zone. */
class SpendIT {
    private static final Map<String, String> DIMENSIONS = Map.of(
            "total", "'total'",
            "workspace", "workspace_id",
            "provider", "provider",
            "model", "model",
            "feature", "feature",
            "api_key", "api_key_id",
            "environment", "environment");
    private static final List<Long> LENGTHS =
            List.of(1L, Micros.PER_SECOND, Micros.PER_MINUTE, Micros.PER_HOUR, Micros.PER_DAY, 10 * Micros.PER_DAY);

    @TempDir
    static Path directory;

    private static TestingDatabases databases;
    private static Connection connection;
    private static RollupWriter writer;

    @BeforeAll
    static void start() throws SQLException {
        databases = new TestingDatabases(directory);
        connection = databases.migrated().connect();
        connection.setAutoCommit(false);
        writer = new RollupWriter(connection, new CopyBuffer());
        writer.change(new Traffic(new Random(4)).rows(20_000, Traffic.START, 20 * Micros.PER_DAY), List.of());
        connection.commit();
        connection.setAutoCommit(true);
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        databases.close();
    }

    @Test
    void everySpanAddsUpToItsMinutes() {
        Trials.run(60, random -> {
            execute("set timezone = '"
                    + List.of("UTC", "America/New_York", "Asia/Kathmandu").get(random.nextInt(3)) + "'");
            long since = Traffic.START + random.nextLong(-Micros.PER_DAY, 21 * Micros.PER_DAY);
            long until = since + length(random);
            if (random.nextInt(3) == 0) {
                since = Micros.floor(since, Micros.PER_DAY);
                until = Micros.floor(until, Micros.PER_HOUR);
            }
            String workspace = random.nextBoolean() ? "null" : "'workspace-" + random.nextInt(3) + "'";
            for (var dimension : DIMENSIONS.entrySet()) {
                String differences = differences(dimension.getKey(), dimension.getValue(), workspace, since, until);
                assertThat(number(differences)).as(differences).isZero();
            }
        });
    }

    /** A day of the session that has 23 hours is no day of ours. */
    @Test
    void daysAreThoseOfUtcWhereTheSessionSetsItsClock() {
        execute("set timezone = 'America/New_York'");
        long before = Micros.of(Instant.parse("2026-03-07T00:00:00Z"));
        for (int hour = 0; hour < 72; hour++) {
            long since = before + hour * Micros.PER_HOUR + Micros.PER_MINUTE;
            String differences = differences("total", "'total'", "null", since, since + 3 * Micros.PER_DAY);
            assertThat(number(differences)).as(differences).isZero();
        }
    }

    /** Of the last day before now, the row of the whole day may be read; what comes later that day must not be. */
    @Test
    void spanThatEndsAboutNowAddsUpToItsMinutes() throws SQLException {
        long now = new SystemClock().nowMicros();
        connection.setAutoCommit(false);
        writer.change(new Traffic(new Random(5)).rows(500, now - 2 * Micros.PER_DAY, 2 * Micros.PER_DAY), List.of());
        connection.setAutoCommit(true);
        try {
            Trials.run(60, random -> {
                execute("set timezone = '" + (random.nextBoolean() ? "UTC" : "Asia/Kathmandu") + "'");
                long until = now - random.nextLong(-Micros.PER_DAY, 2 * Micros.PER_DAY);
                long since = now - random.nextLong(-Micros.PER_DAY, 4 * Micros.PER_DAY);
                String workspace = random.nextBoolean() ? "null" : "'workspace-" + random.nextInt(3) + "'";
                String differences = differences("model", "model", workspace, since, until);
                assertThat(number(differences)).as(differences).isZero();
            });
        } finally {
            execute("delete from usage_minute where bucket >= now() - interval '3 days';"
                    + " delete from usage_hour where bucket >= now() - interval '3 days';"
                    + " delete from usage_day where bucket >= now() - interval '3 days'");
        }
    }

    @Test
    void savingsAreThoseOfTheMinutes() {
        String all = "select saved_nano_usd - (select sum(cache_saving_nano_usd) from usage_minute)"
                + " + unvalued_tokens - (select sum(cache_unvalued_tokens) from usage_minute)"
                + " from cache_savings(null, '2026-02-01Z', '2026-05-01Z')";
        assertThat(number(all)).isZero();
        assertThat(number("select saved_nano_usd from cache_savings(null, '2026-02-01Z', '2026-05-01Z')"))
                .isNotZero();
    }

    @Test
    void endlessSpanIsAllThereIs() {
        assertThat(number("select requests from spend(null, '-infinity', 'infinity')"))
                .isEqualTo(20_000);
    }

    @Test
    void totalOfNothingIsOneRowOfZeros() {
        assertThat(number("select count(*) from spend('none', '2026-03-01Z', '2026-04-01Z')"))
                .isEqualTo(1);
        assertThat(number("select charge_nano_usd from spend('none', '2026-03-01Z', '2026-04-01Z')"))
                .isZero();
        assertThat(number("select count(*) from spend('none', '2026-03-01Z', '2026-04-01Z', 'model')"))
                .isZero();
    }

    @Test
    void dimensionThatIsNoneIsRefused() {
        assertThatThrownBy(() -> number("select count(*) from spend(null, '2026-03-01Z', '2026-04-01Z', 'team')"))
                .hasMessageContaining("by: team (expected: total, workspace, provider, model,");
    }

    private static long length(RandomGenerator random) {
        return random.nextLong(LENGTHS.get(random.nextInt(LENGTHS.size())) + 1);
    }

    private static String differences(String by, String column, String workspace, long since, long until) {
        String from = "'" + Micros.toInstant(since) + "'";
        String to = "'" + Micros.toInstant(until) + "'";
        String exact = "select " + column + " as value, sum(requests)::bigint, sum(unpriced)::bigint,"
                + " sum(cost_nano_usd)::bigint, sum(charge_nano_usd)::bigint from usage_minute where bucket >= " + from
                + " and bucket < " + to + " and (" + workspace + " is null or workspace_id = " + workspace + ")"
                + " group by 1";
        String answered = "select * from spend(" + workspace + ", " + from + ", " + to + ", '" + by + "')"
                + " where requests > 0";
        return "with exact as (" + exact + "), answered as (" + answered + ")"
                + " select (select count(*) from (table exact except table answered) a)"
                + " + (select count(*) from (table answered except table exact) b)";
    }

    private static long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
