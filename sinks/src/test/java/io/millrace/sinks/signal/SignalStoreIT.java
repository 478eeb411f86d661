package io.millrace.sinks.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalStoreIT {
    private static final int TRIALS = 40;
    private static final int SIGNALS = 120;

    @TempDir
    static Path directory;

    private static TestingDatabases databases;
    private Database database;

    @BeforeAll
    static void startServer() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stopServer() {
        databases.close();
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = databases.migrated();
    }

    @Test
    void anyBatchesAndAnyReplaysEndWithTheLastWordOnEachScope() throws Exception {
        for (int seed = 1; seed <= TRIALS; seed++) {
            Random random = new Random(seed);
            List<Signal> signals = new Decisions(random).make(SIGNALS);
            TestingDatabases.execute(database, "truncate budget_state");
            try (SignalStore store = store()) {
                writeFrom(0, signals, random, store);
                writeFrom(random.nextInt(SIGNALS), signals, random, store);
            }
            assertThat(states()).as("seed %d", seed).isEqualTo(Decisions.lastWords(signals));
        }
    }

    /** As where the job goes on from an older place while no scope ends: the table never goes back. */
    @Test
    void olderVersionChangesNothing() throws Exception {
        Scope scope = Decisions.scope(1);
        try (SignalStore store = store()) {
            store.write(pending(new Signal.State(Decisions.decision(scope, 7))));
            store.write(pending(new Signal.State(Decisions.decision(scope, 6))));
        }
        assertThat(states()).isEqualTo(Map.of(scope.key(), 7L));
    }

    @Test
    void limitIsARowPerPolicyWithWhatRemains() throws Exception {
        try (SignalStore store = store()) {
            store.write(pending(new Signal.State(Decisions.decision(Decisions.scope(1), 3))));
        }
        assertThat(text("select concat_ws(' ', policy_id, verdict, reason, measure, limit_amount, used, remaining,"
                        + " extract(epoch from window_end - window_start)::int) from budget_limit"))
                .isEqualTo("acme/daily THROTTLE BUDGET_EXHAUSTED CHARGE 1000 1003 0 86400");
    }

    @Test
    void alertsAndRefusalsAreKeptOnceHoweverOftenTheyCome() throws Exception {
        List<PendingSignal> signals = new ArrayList<>(pending(new Signal.Alert(alert(1)), refusal(5, "a reason")));
        signals.addAll(pending(new Signal.Alert(alert(1)), new Signal.Alert(alert(2)), refusal(6, "another")));
        try (SignalStore store = store()) {
            store.write(signals);
            store.write(signals);
        }
        assertThat(number("select count(*) from budget_alert")).isEqualTo(2);
        assertThat(number("select count(*) from rejected_record")).isEqualTo(2);
        assertThat(text("select concat_ws(' ', kind, dimension, value, threshold_percent, used, limit_amount,"
                        + " projected_used, window_start = 'epoch', window_end is null) from budget_alert limit 1"))
                .isEqualTo("BUDGET WORKSPACE acme 80 81 100 90 t t");
        assertThat(text("select concat_ws(' ', reason, detail, source_topic, source_partition, source_offset)"
                        + " from rejected_record where rejected_offset = 5"))
                .isEqualTo("TOO_LATE a reason usage 1 7");
    }

    @Test
    void signalTheDatabaseRefusesIsSetAsideAloneAndOnce() throws Exception {
        TestingDatabases.execute(
                database, "alter table rejected_record add constraint t check (rejected_offset <> 13)");
        List<PendingSignal> signals = pending(IntStream.range(0, 20)
                .mapToObj(offset -> refusal(offset, "detail"))
                .toArray(Signal[]::new));
        try (SignalStore store = store()) {
            store.write(signals);
            store.write(signals);
        }
        assertThat(number("select count(*) from rejected_record")).isEqualTo(19);
        assertThat(text("select concat_ws(' ', topic, kafka_partition, kafka_offset, raw) from signal_refused"))
                .isEqualTo("topic 0 13 \\x0102");
        assertThat(number("select count(*) from signal_refused")).isEqualTo(1);
    }

    /** In batches of random sizes. */
    private static void writeFrom(int first, List<Signal> signals, Random random, SignalStore store)
            throws InterruptedException {
        for (int from = first; from < signals.size(); ) {
            int to = Math.min(signals.size(), from + 1 + random.nextInt(30));
            store.write(pending(signals.subList(from, to).toArray(Signal[]::new)));
            from = to;
        }
    }

    private static List<PendingSignal> pending(Signal... signals) {
        return IntStream.range(0, signals.length)
                .mapToObj(i -> new PendingSignal(
                        signals[i], new SignalFrame("topic", 0, i, new byte[] {9}, new byte[] {1, 2})))
                .toList();
    }

    private static BudgetAlert alert(long number) {
        return new BudgetAlert(
                new UUID(1, number),
                AlertKind.BUDGET,
                "acme/total",
                Scope.ofWorkspace("acme"),
                Measure.REQUESTS,
                80,
                80,
                81,
                100,
                new Window(-Micros.PER_DAY, null),
                90L,
                Traffic.START);
    }

    private static Signal refusal(long offset, String detail) {
        SourcePlace source = new SourcePlace("usage", 1, 7);
        return new Signal.Refusal(
                0, offset, new RejectedRecord(RejectReason.TOO_LATE, detail, null, source, Traffic.START, null, null));
    }

    private SignalStore store() {
        return new SignalStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock());
    }

    private Map<String, Long> states() throws SQLException {
        Map<String, Long> states = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select concat_ws('|', workspace_id, dimension, value), version from budget_state")) {
            while (rows.next()) {
                states.put(rows.getString(1), rows.getLong(2));
            }
        }
        return states;
    }

    private long number(String sql) throws SQLException {
        return TestingDatabases.number(database, sql);
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
