package io.millrace.sinks.maintenance;

import static io.millrace.sinks.testing.TestingDatabases.execute;
import static io.millrace.sinks.testing.TestingDatabases.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.database.UsageStore;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Platform;
import io.millrace.sinks.testing.Platforms;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made, reported and deleted, on every kind of server that is there. */
class MaintenanceIT {
    private static final int DAYS = 130;
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final String CHARGED = "select sum(charge_nano_usd) from ";

    @TempDir
    static Path directory;

    private static Platforms platforms;

    @BeforeAll
    static void start() {
        platforms = new Platforms(directory);
    }

    @AfterAll
    static void stop() {
        platforms.close();
    }

    @Test
    void whatIsOldIsDeletedInSmallStepsAndNothingElseChanges() throws Exception {
        for (Platform server : platforms.migrated()) {
            Database database = server.database();
            List<UsageRow> rows = fill(database);
            execute(database, "update retention set keep = '45 days' where what in ('usage_event', 'usage_minute')");
            execute(database, "update retention set keep = '60 days' where what = 'usage_hour'");
            long days = number(database, CHARGED + "usage_day");

            List<MaintenanceLine> done = maintain(database, 100);

            assertThat(number(database, "select count(*) from usage_event")).isEqualTo(younger(rows, 45));
            assertThat(number(database, "select sum(requests) from usage_minute"))
                    .isEqualTo(younger(rows, 45));
            assertThat(number(database, "select sum(requests) from usage_hour")).isEqualTo(younger(rows, 60));
            assertThat(number(database, CHARGED + "usage_day")).isEqualTo(days);
            assertThat(number(database, CHARGED + "usage_month")).isEqualTo(days);
            assertThat(audited(database)).isEqualTo(Traffic.totals(rows, 0));
            assertThat(amount(done, "deleted", "usage_minute")).isGreaterThan(500);
            assertThat(number(database, "select count(distinct table_name) from usage_kept"))
                    .isEqualTo(3);
            assertThat(maintain(database, 100)).allMatch(line -> line.amount() == 0);
        }
    }

    @Test
    void daysGoByWholeMonthsOnceTheirReportIsThere() throws Exception {
        for (Platform server : platforms.migrated()) {
            Database database = server.database();
            List<UsageRow> rows = fill(database);
            long days = number(database, CHARGED + "usage_day");
            execute(database, "update retention set keep = '100 days' where what = 'usage_day'");

            assertThat(amount(maintain(database, 10_000), "deleted", "usage_day"))
                    .isPositive();

            String begins = "select (date_trunc('month', now() - interval '100 days', 'UTC') = since)::integer"
                    + " from usage_kept where table_name = 'usage_day'";
            assertThat(number(database, begins)).isEqualTo(1);
            assertThat(number(database, CHARGED + "usage_day")).isLessThan(days);
            assertThat(audited(database)).isEqualTo(Traffic.totals(rows, 0));
            assertThat(number(database, CHARGED + "usage_month")).isEqualTo(days);
        }
    }

    @Test
    void signalsAndSetAsideRecordsAreDeletedByTheirOwnSettings() throws Exception {
        for (Platform server : platforms.migrated()) {
            Database database = server.database();
            for (String age : List.of("41 days", "43 days", "91 days", "401 days")) {
                execute(database, aged(age));
            }
            maintain(database, 10_000);
            assertThat(number(database, "select count(*) from budget_alert")).isEqualTo(3);
            assertThat(number(database, "select count(*) from rejected_record")).isEqualTo(2);
            assertThat(number(database, "select count(*) from signal_refused")).isEqualTo(3);
            assertThat(number(database, "select count(*) from usage_refused")).isEqualTo(3);
            assertThat(number(database, "select count(*) from rollup_hour")).isEqualTo(1);
            assertThat(number(database, "select count(*) from rollup_value")).isEqualTo(1);
        }
    }

    @Test
    void nothingIsDeletedWhereItIsKeptForGood() throws Exception {
        for (Platform server : platforms.migrated()) {
            Database database = server.database();
            fill(database);
            execute(database, "update retention set keep = null");
            maintain(database, 10_000);
            assertThat(number(database, "select count(*) from usage_kept")).isZero();
            assertThatThrownBy(() ->
                            execute(database, "update retention set keep = '41 days' where what = 'usage_minute'"))
                    .hasMessageContaining("retention_keep");
        }
    }

    @Test
    void oneSessionWorksAndAnotherAnswersThatItIsBusy() throws Exception {
        for (Platform server : platforms.migrated()) {
            Database database = server.database();
            try (Connection first = database.connect();
                    Statement statement = first.createStatement()) {
                first.setAutoCommit(false);
                statement.execute("select * from millrace_maintain()");
                assertThat(maintain(database, 10_000))
                        .containsExactly(new MaintenanceLine("busy", "another session", 0));
                first.commit();
            }
            assertThat(maintain(database, 10_000))
                    .noneMatch(line -> line.action().equals("busy"));
        }
    }

    /** A batch that holds usage_event for long must not be held up for longer than the limit, nor stop the rest. */
    @Test
    void lockThatDoesNotComeIsGivenUp() throws Exception {
        Database database = platforms.migrated().get(0).database();
        try (Connection batch = database.connect();
                Statement statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute("lock table usage_event in row exclusive mode");
            execute(database, aged("401 days"));
            assertThat(maintain(database, 10_000))
                    .contains(new MaintenanceLine("gave up", "usage_event", 0))
                    .contains(new MaintenanceLine("deleted", "budget_alert", 1));
        }
    }

    @Test
    void writerMaintainsAndCannotChangeWhatIsKept() throws Exception {
        for (Platform server : platforms.migrated()) {
            Database database = server.database();
            execute(
                    database,
                    "do $$ begin create role keeper login in role millrace_writer;"
                            + " create role looker login in role millrace_reader;"
                            + " exception when duplicate_object then end $$");
            fill(database);
            Database writer = TestingDatabases.as("keeper", database);
            assertThat(amount(maintain(writer, 10_000), "made ahead", "usage_event"))
                    .isEqualTo(server.name().equals("plain") ? 8 : 0);
            for (String sql : List.of(
                    "update retention set keep = '42 days'",
                    "select retention_delete('usage_event', 'occurred_at', now(), 9)",
                    "delete from usage_event")) {
                assertThatThrownBy(() -> execute(writer, sql)).as(sql).hasMessageContaining("permission denied");
            }
            Database reader = TestingDatabases.as("looker", database);
            assertThatThrownBy(() -> execute(reader, "select * from millrace_maintain()"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void runsAtTheStartAndAgainAfterThePeriod() throws Exception {
        Database database = platforms.migrated().get(0).database();
        try (var repeated = Repeated.start("test", database, new SystemClock(), Maintenance::run, PERIOD, PERIOD)) {
            awaitNone(database);
            execute(database, aged("401 days"));
            awaitNone(database);
        }
        long made = number(database, "select count(*) from pg_inherits where inhparent = 'usage_event'::regclass");
        assertThat(made).isEqualTo(8);
    }

    private static void awaitNone(Database database) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> number(database, "select count(*) from budget_alert") == 0
                        && number(
                                        database,
                                        "select count(*) from pg_inherits where inhparent = 'usage_event'::regclass")
                                > 0);
    }

    /** One row of each kind that is so old. */
    private static String aged(String age) {
        String at = "now() - interval '" + age + "'";
        return "insert into budget_alert values (gen_random_uuid(), " + at + ", 'THRESHOLD', 'acme', 'acme/p',"
                + " 'WORKSPACE', '', 'CHARGE', 1, 1, 1, 1, now());"
                + " insert into rejected_record values (0, (select count(*) from rejected_record), " + at
                + ", 'INVALID', '');"
                + " insert into signal_refused values ('t', 0, (select count(*) from signal_refused), '', null, " + at
                + "); insert into usage_refused (reason, raw, refused_at) values ('', '" + age + "'::bytea, " + at
                + "); insert into rollup_hour values (date_trunc('hour', " + at + "), 'acme', 1000);"
                + " insert into rollup_value values (date_trunc('hour', " + at + "), 'acme', 'model', 'm')";
    }

    private static long younger(List<UsageRow> rows, int days) {
        long cutoff = Micros.floor(new SystemClock().nowMicros(), Micros.PER_DAY) - days * Micros.PER_DAY;
        return rows.stream()
                .filter(row -> row.usage().occurredAtMicros() >= cutoff)
                .count();
    }

    private static long amount(List<MaintenanceLine> lines, String action, String what) {
        return lines.stream()
                .filter(line -> line.action().equals(action) && line.what().equals(what))
                .mapToLong(MaintenanceLine::amount)
                .sum();
    }

    private static SinkTotals audited(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            return UsageTotalsReader.read(connection);
        }
    }

    private static List<MaintenanceLine> maintain(Database database, int rowsMax) throws SQLException {
        try (Connection connection = database.connect()) {
            return Maintenance.run(connection, rowsMax);
        }
    }

    /** So many days up to an hour ago. */
    static List<UsageRow> fill(Database database) throws InterruptedException {
        long start = Micros.floor(new SystemClock().nowMicros(), Micros.PER_DAY) - DAYS * Micros.PER_DAY;
        List<UsageRow> rows = new Traffic(new Random(6)).rows(1_500, start, DAYS * Micros.PER_DAY);
        try (UsageStore store = new UsageStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock())) {
            store.write(Traffic.pending(rows));
        }
        return rows;
    }
}
