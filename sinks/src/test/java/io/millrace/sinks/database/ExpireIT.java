package io.millrace.sinks.database;

import static io.millrace.sinks.testing.TestingDatabases.execute;
import static io.millrace.sinks.testing.TestingDatabases.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Platform;
import io.millrace.sinks.testing.Platforms;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls go when their workspace's class has outlived them, on every kind of server that is there. */
class ExpireIT {
    private static final int DAYS = 4;
    private static final String SHORT = "workspace-0";
    private static final String HELD = "workspace-1";
    private static final String LONG = "workspace-2";
    private static final String CLASSES = "select usage_history_set(array['', '" + SHORT + "', '" + HELD + "', '" + LONG
            + "'], array['standard', 'short', 'short', 'long'],"
            + " array[interval '90 days', '30 days', '30 days', '365 days'])";

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

    static List<Platform> servers() throws SQLException {
        return platforms.migrated();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void callsGoByTheirClassAndEverySumStays(Platform server) throws Exception {
        Database database = server.database();
        List<UsageRow> rows = new Traffic(new Random(11)).rows(4_000, Traffic.START, DAYS * Micros.PER_DAY);
        write(database, rows);
        execute(database, CLASSES);
        execute(database, "create schema privacy");
        execute(database, "create table privacy.legal_hold as select '" + HELD + "'::text as workspace_id");

        expireAll(database, 42);
        assertKept(database, rows, row -> true);
        expireAll(database, 42 + DAYS);
        assertKept(database, rows, row -> !workspace(row).equals(SHORT));
        expireAll(database, 90 + DAYS);
        assertKept(database, rows, row -> List.of(HELD, LONG).contains(workspace(row)));
        expireAll(database, 365 + DAYS);
        assertKept(database, rows, row -> workspace(row).equals(HELD));
        assertThat(number(database, "select usage_retention_at('42 days', '2033-03-01Z')"))
                .isZero();
        execute(database, "delete from privacy.legal_hold");
        expireAll(database, 365 + DAYS);
        assertKept(database, rows, row -> false);
        assertThat(number(database, "select count(*) from usage_cold_days('2033-03-01Z')"))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatIsNotAsArchivedStaysAndWhatIsNotDueToo(Platform server) throws Exception {
        Database database = server.database();
        List<UsageRow> rows = new Traffic(new Random(12)).rows(500, Traffic.START, Micros.PER_DAY);
        write(database, rows);
        execute(database, CLASSES);
        String expire = "select removed from usage_expire('2026-03-01', array['" + SHORT + "', '" + LONG + "'], ";
        long small = rows.stream().filter(row -> workspace(row).equals(SHORT)).count();

        assertThatThrownBy(() -> execute(database, expire + "'2026-04-13Z', 7)"))
                .hasMessageContaining("rows of 2026-03-01: " + small + " (expected: 7, as archived)");
        assertKept(database, rows, row -> true);
        assertThat(number(database, expire + "'2026-04-12 23:59:59Z')")).isZero();
        assertThat(number(database, expire + "'2026-04-13Z', " + small + ")")).isEqualTo(small);
        assertThat(number(database, expire + "'2026-04-13Z')")).isZero();
        assertKept(database, rows, row -> !workspace(row).equals(SHORT));
        write(database, rows.stream().filter(row -> workspace(row).equals(LONG)).toList());
        assertKept(database, rows, row -> !workspace(row).equals(SHORT));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readersSeeWhatTheClassShowsAtOnce(Platform server) throws Exception {
        Database database = server.database();
        long now = new SystemClock().nowMicros();
        write(
                database,
                List.of(29, 31, 89, 91, 364, 366).stream()
                        .map(days -> new Traffic(new Random(1)).row(now - days * Micros.PER_DAY))
                        .toList());
        String workspace = "(select min(workspace_id) from usage_event)";
        execute(
                database,
                "do $$ begin create role looker login in role millrace_reader; exception when duplicate_object then end $$");
        execute(database, "insert into reader_workspace select 'looker', " + workspace);
        Database looker = TestingDatabases.as("looker", database);
        String seen = "select count(*) from call_history";

        assertThat(number(looker, seen)).isEqualTo(6);
        execute(database, "select usage_history_set(array[''], array['standard'], array[interval '30 days'])");
        assertThat(number(looker, seen)).isEqualTo(1);
        for (var shown : List.of(List.of("90 days", 3), List.of("365 days", 5))) {
            String set = "select usage_history_set(array['', " + workspace + "], array['standard', 'own'],"
                    + " array[interval '30 days', '" + shown.get(0) + "'])";
            execute(database, set);
            assertThat(number(looker, seen)).isEqualTo(((Integer) shown.get(1)).longValue());
            assertThat(number(database, set)).isZero();
        }
        execute(
                database,
                "select usage_history_set(array['', " + workspace + "], array['standard', 'own'],"
                        + " array[interval '30 days', null])");
        assertThat(number(looker, seen)).isEqualTo(6);
        assertThatThrownBy(() -> execute(looker, "select count(*) from usage_event"))
                .hasMessageContaining("permission denied");
    }

    /** One day after the other, as of so many days after the start. */
    private static void expireAll(Database database, int days) throws SQLException {
        String at = "'2026-03-01Z'::timestamptz + interval '" + 24 * days + " hours'";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                Statement step = connection.createStatement();
                ResultSet due = statement.executeQuery(
                        "select day::text, array_agg(workspace_id)::text from usage_due(" + at + ") group by day")) {
            while (due.next()) {
                step.execute("select usage_expire('" + due.getString(1) + "', '" + due.getString(2) + "', " + at + ")");
            }
        }
    }

    private static void assertKept(Database database, List<UsageRow> rows, Predicate<UsageRow> kept)
            throws SQLException {
        assertThat(number(database, "select count(*) from usage_event"))
                .isEqualTo(rows.stream().filter(kept).count());
        try (Connection connection = database.connect()) {
            SinkTotals totals = UsageTotalsReader.read(connection);
            assertThat(totals.agree()).as(totals.events().toString()).isTrue();
            assertThat(totals).isEqualTo(Traffic.totals(rows, 0));
            assertThat(UsageTotalsReader.rows(connection)).isEqualTo(rows.size());
        }
    }

    private static String workspace(UsageRow row) {
        return row.usage().attribution().workspaceId();
    }

    private static void write(Database database, List<UsageRow> rows) throws InterruptedException {
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(5));
        try (UsageStore store = new UsageStore(database, impatient, new SystemClock())) {
            store.write(Traffic.pending(rows));
        }
    }
}
