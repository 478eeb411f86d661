package io.millrace.sinks.maintenance;

import static io.millrace.sinks.testing.TestingDatabases.execute;
import static io.millrace.sinks.testing.TestingDatabases.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.database.UsageStore;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read by provider and model is what the minutes add up to, whatever was worked out of it and when. */
class ModelMinutesIT {
    private static final String SPAN = "'2026-03-01 00:00Z', '2026-03-01 02:00Z'";
    private static final String SUMS = "sum(requests), sum(failures), sum(unpriced),"
            + " latency_quantile(0.5, latency_offset, latency_counts),"
            + " latency_quantile(0.99, latency_offset, latency_counts),"
            + " latency_quantile(0.9, first_token_offset, first_token_counts)";
    private static final String WHOLE = "select count(*) from usage_minute_whole";
    private static final String ADD_ONE =
            "update usage_minute set requests = requests + 1 where bucket = '2026-03-01 00:05Z'";

    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    private Database database;

    @BeforeAll
    static void start() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @BeforeEach
    void makeTables() throws SQLException {
        database = databases.migrated();
    }

    @Test
    void everythingAddsUpAtAnyInstant() throws Exception {
        try (UsageStore store = new UsageStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock())) {
            Trials.run(12, random -> {
                Traffic traffic = new Traffic(new Random(random.nextLong()));
                long start = Traffic.START + random.nextLong(Micros.PER_HOUR);
                write(store, traffic, start, random.nextLong(1, Micros.PER_HOUR));
                if (random.nextBoolean()) {
                    merge(random.nextInt(1, 60));
                }
                if (random.nextInt(4) == 0) {
                    change("delete from usage_minute where bucket < '2026-03-01 00:01Z'");
                }
                assertThat(differences(SPAN)).isZero();
            });
        }
        merge(1_000);
        assertThat(number(database, WHOLE)).isPositive();
        assertThat(differences(SPAN)).isZero();
        assertThat(number(database, "select count(*) from usage_minute_touched"))
                .isZero();
    }

    /** The batch began before the minutes were worked out, and commits after. */
    @Test
    void minuteThatAnOpenTransactionWroteToIsReadFromItsRows() throws Exception {
        fill();
        try (Connection batch = database.connect();
                Statement statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute(ADD_ONE);
            merge(1_000);
            long whole = number(database, WHOLE);
            assertThat(differences(SPAN)).isZero();
            batch.commit();
            assertThat(differences(SPAN)).isZero();
            assertThat(number(database, WHOLE)).isEqualTo(whole - 1);
            merge(1_000);
            assertThat(number(database, WHOLE)).isEqualTo(whole);
            assertThat(differences(SPAN)).isZero();
        }
    }

    @Test
    void emptiedTableHasNothing() throws Exception {
        fill();
        merge(1_000);
        execute(database, "truncate usage_minute");
        assertThat(number(database, "select count(*) from usage_models(" + SPAN + ")"))
                .isZero();
    }

    /** As after a restore into another cluster, whose transactions have numbers of their own. */
    @Test
    void whatAnotherClusterWorkedOutIsNotUsed() throws Exception {
        fill();
        merge(1_000);
        execute(database, "update usage_minute_merged set cluster = cluster + 1");
        assertThat(number(database, WHOLE)).isZero();
        assertThat(differences(SPAN)).isZero();
    }

    @Test
    void longSpanIsReadFromDays() throws Exception {
        fill();
        assertThat(number(database, "select sum(requests) from usage_models('2026-02-26Z', '2026-03-02Z')"))
                .isEqualTo(500);
        assertThat(number(database, "select count(distinct bucket) from usage_models('2026-02-26Z', '2026-03-02Z')"))
                .isEqualTo(1);
    }

    @Test
    void readerSeesItsWorkspaceAlone() throws Exception {
        fill();
        merge(1_000);
        execute(database, "create role model_reader login in role millrace_reader");
        execute(database, "insert into reader_workspace values ('model_reader', 'workspace-0')");
        String own = "select sum(requests) from usage_minute where workspace_id = 'workspace-0'";
        Database reader = TestingDatabases.as("model_reader", database);
        assertThat(number(reader, "select sum(requests) from usage_models(" + SPAN + ")"))
                .isEqualTo(number(database, own));
        assertThat(number(reader, WHOLE)).isZero();
        assertThat(number(reader, "select count(*) from usage_by_model_minute")).isZero();
    }

    private void fill() throws InterruptedException {
        try (UsageStore store = new UsageStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock())) {
            store.write(Traffic.pending(new Traffic(new Random(9)).rows(500, Traffic.START, Micros.PER_HOUR)));
        }
    }

    private static void write(UsageStore store, Traffic traffic, long start, long span) {
        try {
            store.write(Traffic.pending(traffic.rows(60, start, span)));
        } catch (InterruptedException e) {
            throw new IllegalStateException("write: interrupted (expected: written)", e);
        }
    }

    private void merge(int minutesMax) {
        change("select usage_model_merge(" + minutesMax + ")");
    }

    private void change(String sql) {
        try {
            execute(database, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Groups in which the two ways differ, in either direction. */
    private long differences(String span) {
        String[] bounds = span.split(", ", -1);
        String exact = "select bucket, provider, model, " + SUMS + " from usage_by_minute where bucket >= " + bounds[0]
                + " and bucket <= " + bounds[1] + " group by 1, 2, 3";
        String answered =
                "select bucket, provider, model, " + SUMS + " from usage_models(" + span + ") group by 1, 2, 3";
        try {
            return number(
                    database,
                    "with exact as (" + exact + "), answered as (" + answered + ")"
                            + " select (select count(*) from (table exact except table answered) a)"
                            + " + (select count(*) from (table answered except table exact) b)");
        } catch (SQLException e) {
            throw new IllegalStateException(answered, e);
        }
    }
}
