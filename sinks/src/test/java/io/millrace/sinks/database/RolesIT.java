package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Platform;
import io.millrace.sinks.testing.Platforms;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each role can do, and what it cannot, on every kind of server that is there. */
class RolesIT {
    private static final String ALICE_READS = "workspace-0";
    private static final String[] LOGINS = {
        "do $$ begin create role alice login in role millrace_reader; exception when duplicate_object then end $$",
        "do $$ begin create role auditor login in role millrace_reader; exception when duplicate_object then end $$",
        "do $$ begin create role nobody_yet login in role millrace_reader; exception when duplicate_object then end $$",
        "do $$ begin create role job login in role millrace_writer; exception when duplicate_object then end $$",
        "do $$ begin create role biller login in role millrace_billing; exception when duplicate_object then end $$",
        "do $$ begin create role keeper login in role millrace_upkeep; exception when duplicate_object then end $$",
        "do $$ begin create role owner_of_all login createrole; exception when duplicate_object then end $$",
        "insert into reader_workspace values ('alice', '" + ALICE_READS + "'), ('auditor', null)"
    };

    @TempDir
    static Path directory;

    private static Platforms platforms;
    private static List<Platform> migrated;
    private static List<UsageRow> rows;

    @BeforeAll
    static void start() throws Exception {
        platforms = new Platforms(directory);
        migrated = platforms.migrated();
        rows = new Traffic(new Random(5)).rows(3_000, Traffic.START, 50 * Micros.PER_HOUR);
        for (Platform server : migrated) {
            Database database = server.database();
            for (String sql : LOGINS) {
                TestingDatabases.execute(database, sql);
            }
            write(TestingDatabases.as("job", database), rows);
        }
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
    void writerAddsCallsAndCorrectionsWithoutOwningAnything(Platform server) throws Exception {
        Database job = as("job", server);
        job.migrate(); // as each start of the job does; there is nothing to do
        write(job, rows);
        write(job, List.of(correctionOf(rows.get(0))));
        try (Connection connection = job.connect()) {
            assertThat(UsageTotalsReader.read(connection)).isEqualTo(Traffic.totals(rows, 0));
        }
        for (String sql : List.of(
                "delete from usage_event",
                "update usage_event set cost_nano_usd = 0",
                "truncate usage_minute",
                "drop table usage_day",
                "select usage_retention('90 days')",
                "select usage_month_refresh('2026-03-01')",
                "insert into reader_workspace values ('alice', null)",
                "create table mine (a integer)",
                "select usage_event_to_hypertable()")) {
            assertRefused(job, sql);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readerSeesItsWorkspacesAlone(Platform server) throws SQLException {
        TestingDatabases.execute(server.database(), "select usage_month_refresh('2026-03-01')");
        Database alice = as("alice", server);
        for (String view : List.of("usage_by_minute", "usage_by_hour", "usage_by_day", "usage_by_month")) {
            assertThat(number(alice, "select sum(requests) from " + view)).isEqualTo(requests(ALICE_READS));
            assertThat(number(alice, "select count(distinct workspace_id) from " + view))
                    .isEqualTo(1);
            assertThat(number(as("auditor", server), "select sum(requests) from " + view))
                    .isEqualTo(rows.size());
            assertThat(number(as("nobody_yet", server), "select count(*) from " + view))
                    .isZero();
        }
        String spent = "select sum(requests) from spend(%s, '2026-03-01Z', '2026-03-03 02:00Z')";
        assertThat(number(alice, String.format(spent, "null"))).isEqualTo(requests(ALICE_READS));
        assertThat(number(alice, String.format(spent, "'workspace-1'"))).isZero();
        assertThat(number(as("auditor", server), String.format(spent, "null"))).isEqualTo(rows.size());
        assertThat(number(alice, "select spent_nano_usd from forecast_month_end('workspace-1', '2026-03-03 02:00Z')"))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readerCannotReachAnythingElse(Platform server) {
        for (String sql : List.of(
                "select * from usage_event",
                "select * from usage_event_20260301",
                "select * from usage_minute",
                "select * from usage_hour",
                "select * from usage_day",
                "select * from usage_month",
                "select * from usage_refused",
                "select * from usage_model_minute",
                "select * from usage_minute_merged",
                "select usage_model_merge()",
                "select * from millrace_maintain()",
                "select * from reader_workspace",
                "select * from readable_workspace",
                "insert into reader_workspace values ('alice', null)",
                "update usage_by_day set requests = 0",
                "delete from usage_by_day",
                "set role millrace_writer",
                "set role auditor",
                "set role postgres",
                "set session authorization auditor",
                "alter view usage_by_day set (security_barrier = false)",
                "create or replace view usage_by_day as select 1",
                "grant millrace_writer to alice",
                "alter role alice superuser",
                "create table public.reader_workspace_2 (a integer)",
                "create function public.f() returns integer language sql as 'select 1'",
                "select usage_event_partition('2026-03-01')",
                "select usage_month_refresh('2026-03-01')",
                "select usage_retention('90 days')",
                "copy (select 1) to program 'true'")) {
            assertRefused(as("alice", server), sql);
        }
    }

    /** Each of these goes through, and changes nothing of what is seen. */
    @ParameterizedTest
    @MethodSource("servers")
    void readerCannotLiftTheRestriction(Platform server) throws SQLException {
        List<String> attempts = List.of(
                "set millrace.workspace = 'workspace-1'",
                "set row_security = off",
                "create temporary table reader_workspace (role_name name, workspace_id text);"
                        + " insert into reader_workspace values ('alice', null)",
                "create temporary table readable_workspace as select true as everything, '{}'::text[] as workspaces",
                "create temporary table usage_minute (a integer)",
                "create function pg_temp.pg_has_role(name, oid, text) returns boolean language sql as 'select true';"
                        + " set search_path = pg_temp, pg_catalog, public",
                "create function pg_temp.\"current_user\"() returns name language sql as 'select ''auditor''::name';"
                        + " set search_path = pg_temp, pg_catalog, public",
                "set role millrace_reader; reset role");
        for (String attempt : attempts) {
            try (Connection connection = as("alice", server).connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(attempt);
                try (var seen = statement.executeQuery("select sum(requests) from public.usage_by_hour")) {
                    seen.next();
                    assertThat(seen.getLong(1)).as(attempt).isEqualTo(requests(ALICE_READS));
                }
            }
        }
    }

    /** A condition that is cheap and tells what it is shown must not be shown what is hidden. */
    @ParameterizedTest
    @MethodSource("servers")
    void conditionOfTheReaderSeesNoHiddenRow(Platform server) throws SQLException {
        try (Connection connection = as("alice", server).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create function pg_temp.tell(text) returns boolean language plpgsql cost 0.0000001 as"
                    + " $$ begin raise notice '%', $1; return true; end $$");
            statement.executeQuery("select count(*) from usage_by_hour where pg_temp.tell(workspace_id)");
            List<String> told = new ArrayList<>();
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                told.add(warning.getMessage());
            }
            assertThat(told).isNotEmpty().containsOnly(ALICE_READS);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void billingReadsDaysAndMonthsOfAll(Platform server) throws SQLException {
        Database biller = as("biller", server);
        assertThat(number(biller, "select sum(requests) from usage_by_day")).isEqualTo(rows.size());
        for (String sql : List.of(
                "select * from usage_by_hour", "select * from usage_event", "update usage_by_month set requests = 0")) {
            assertRefused(biller, sql);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void upkeepKeepsTheTablesInShapeAndSeesNoRow(Platform server) throws SQLException {
        Database keeper = as("keeper", server);
        assertThat(number(keeper, "select count(*) from millrace_maintain()")).isPositive();
        assertThat(number(keeper, "select usage_model_merge()")).isNotNegative();
        for (String sql : List.of(
                "select * from usage_event",
                "select * from usage_by_day",
                "select * from retention",
                "update retention set keep = '42 days'",
                "delete from usage_minute",
                "select usage_retention('90 days')",
                "select usage_month_refresh('2026-03-01')",
                "select usage_event_partition('2026-03-01')",
                "select grant_to_upkeep()",
                "set role millrace_writer")) {
            assertRefused(keeper, sql);
        }
    }

    /** Of the same amounts. */
    private static UsageRow correctionOf(UsageRow row) {
        return new UsageRow(
                BadRows.renumbered(row).usage(),
                row.priced(),
                row.priceId(),
                row.priceVersion(),
                row.costNanoUsd(),
                row.chargeNanoUsd(),
                row.ingestedAtMicros(),
                row.usage().eventId(),
                row.cacheSavingNanoUsd());
    }

    @Test
    void nobodyNeedsToBeASuperuser() throws Exception {
        for (Platform owned : platforms.migratedBy("owner_of_all")) {
            Database owner = owned.database();
            assertThat(number(owner, "select rolsuper::integer from pg_roles where rolname = current_user"))
                    .isZero();
            write(as("job", owned), rows);
            assertThat(number(owner, "select sum(requests) from usage_by_hour")).isEqualTo(rows.size());
            TestingDatabases.execute(owner, "insert into reader_workspace values ('alice', '" + ALICE_READS + "')");
            assertThat(number(as("alice", owned), "select sum(requests) from usage_by_hour"))
                    .isEqualTo(requests(ALICE_READS));
            assertThat(number(owner, "select usage_month_refresh('2026-03-01')"))
                    .isPositive();
            assertThat(number(owner, "select usage_retention('42 days')")).isPositive();
            assertThat(number(owner, "select count(*) from usage_event")).isZero();
        }
    }

    private static Database as(String user, Platform server) {
        return TestingDatabases.as(user, server.database());
    }

    private static long requests(String workspace) {
        return rows.stream()
                .filter(row -> row.usage().workspaceId().equals(workspace))
                .count();
    }

    private static long number(Database database, String sql) throws SQLException {
        return TestingDatabases.number(database, sql);
    }

    /** For want of a right, not of anything else; a partition's name is no table where there are chunks. */
    private static void assertRefused(Database database, String sql) {
        assertThatThrownBy(() -> TestingDatabases.execute(database, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState())
                                .as(sql + ": " + e.getMessage())
                                .isIn("42501", sql.contains("_20260301") ? "42P01" : "42501", "55000"));
    }

    private static void write(Database database, List<UsageRow> rows) throws InterruptedException {
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(5));
        try (UsageStore store = new UsageStore(database, impatient, new SystemClock())) {
            store.write(Traffic.pending(rows.subList(0, rows.size() / 2)));
            store.write(Traffic.pending(rows.subList(rows.size() / 2, rows.size())));
        }
    }
}
