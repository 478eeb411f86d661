package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Platform;
import io.millrace.sinks.testing.Platforms;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Days of raw rows that are made ahead and dropped behind, on every kind of server that is there. */
class RetentionIT {
    private static final int DAYS = 60;

    @TempDir
    static Path directory;

    private static Platforms platforms;
    private static List<Platform> migrated;

    @BeforeAll
    static void start() throws SQLException {
        platforms = new Platforms(directory);
        migrated = platforms.migrated();
    }

    @AfterAll
    static void stop() {
        platforms.close();
    }

    static List<Platform> servers() {
        return migrated;
    }

    @ParameterizedTest
    @MethodSource("servers")
    void oldDaysAreDroppedWholeAndEverySumStays(Platform server) throws Exception {
        Database database = server.database();
        long today = Micros.floor(new SystemClock().nowMicros(), Micros.PER_DAY);
        List<UsageRow> rows = new Traffic(new Random(3))
                .rows(6_000, today - DAYS * Micros.PER_DAY, (DAYS + 1) * Micros.PER_DAY - Micros.PER_MINUTE);
        write(database, rows);
        String charged = "select sum(charge_nano_usd) from usage_minute";
        long before = TestingDatabases.number(database, charged);

        assertThat(TestingDatabases.number(database, "select usage_retention('1080 hours')"))
                .isEqualTo(DAYS - 45);
        assertThat(TestingDatabases.number(database, "select usage_retention('1080 hours')"))
                .isZero();

        long kept = rows.stream()
                .filter(row -> row.usage().occurredAtMicros() >= today - 45 * Micros.PER_DAY)
                .count();
        assertThat(TestingDatabases.number(database, "select count(*) from usage_event"))
                .isEqualTo(kept);
        assertThat(TestingDatabases.number(database, charged)).isEqualTo(before);
        assertThat(TestingDatabases.number(
                        database, "select extract(epoch from since)::bigint * 1000000 from usage_kept"))
                .isEqualTo(today - 45 * Micros.PER_DAY);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void retentionThatAReplayCouldReachIsRefused(Platform server) {
        assertThatThrownBy(() -> TestingDatabases.execute(server.database(), "select usage_retention('41 days')"))
                .hasMessageContaining("keep: 41 days (expected: at least 42 days");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void daysAreMadeAheadWherePartitionsAreNative(Platform server) throws SQLException {
        Database database = server.database();
        TestingDatabases.execute(database, "select usage_event_ahead(9)");
        TestingDatabases.execute(database, "select usage_event_ahead(9)");
        String ahead = "select count(*) from pg_inherits where inhparent = 'usage_event'::regclass"
                + " and inhrelid::regclass::text > 'usage_event_' || to_char(now() at time zone 'UTC', 'YYYYMMDD')";
        assertThat(TestingDatabases.number(database, ahead))
                .isEqualTo(server.name().equals("plain") ? 9 : 0);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void hypertableIsThereWhereTimescaleIs(Platform server) throws SQLException {
        Database database = server.database();
        String kind = "select (relkind = 'r')::integer from pg_class where oid = 'usage_event'::regclass";
        assertThat(TestingDatabases.number(database, kind))
                .isEqualTo(server.name().equals("timescale") ? 1 : 0);
        if (server.name().equals("timescale")) {
            assertThat(TestingDatabases.number(
                            database,
                            "select extract(epoch from time_interval)::bigint from timescaledb_information.dimensions"
                                    + " where hypertable_name = 'usage_event'"))
                    .isEqualTo(Micros.PER_DAY / Micros.PER_SECOND);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void monthReportIsTheSumOfItsDaysAndIsNotWorkedOutFromLess(Platform server) throws Exception {
        Database database = server.database();
        write(database, new Traffic(new Random(8)).rows(2_000, Traffic.START, 31 * Micros.PER_DAY));
        String differences = "with days as (select workspace_id, model, sum(requests), sum(charge_nano_usd),"
                + " latency_quantile(0.9, latency_offset, latency_counts),"
                + " latency_quantile(0.5, first_token_offset, first_token_counts)"
                + " from usage_day where bucket >= '2026-03-01Z' and bucket < '2026-04-01Z' group by 1, 2),"
                + " months as (select workspace_id, model, sum(requests), sum(charge_nano_usd),"
                + " latency_quantile(0.9, latency_offset, latency_counts),"
                + " latency_quantile(0.5, first_token_offset, first_token_counts)"
                + " from usage_month where bucket = '2026-03-01Z' group by 1, 2)"
                + " select (select count(*) from (table days except table months) a)"
                + " + (select count(*) from (table months except table days) b)";
        assertThat(TestingDatabases.number(database, differences)).isPositive();
        for (int i = 0; i < 2; i++) {
            assertThat(TestingDatabases.number(database, "select usage_month_refresh('2026-03-17')"))
                    .isPositive();
            assertThat(TestingDatabases.number(database, differences)).isZero();
        }
        TestingDatabases.execute(database, "insert into usage_kept values ('usage_day', '2026-03-02Z')");
        assertThatThrownBy(() -> TestingDatabases.execute(database, "select usage_month_refresh('2026-03-17')"))
                .hasMessageContaining(
                        "month: 2026-03-17 (expected: a month that begins at or after 2026-03-02 00:00:00+00");
        TestingDatabases.execute(database, "delete from usage_kept where table_name = 'usage_day'");
    }

    private static void write(Database database, List<UsageRow> rows) throws InterruptedException {
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(5));
        try (UsageStore store = new UsageStore(database, impatient, new SystemClock())) {
            for (int from = 0; from < rows.size(); from += 500) {
                store.write(Traffic.pending(rows.subList(from, Math.min(rows.size(), from + 500))));
            }
        }
    }
}
