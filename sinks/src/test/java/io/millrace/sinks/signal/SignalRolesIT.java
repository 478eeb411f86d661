package io.millrace.sinks.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Written by a member of millrace_writer, read by members of millrace_reader. */
class SignalRolesIT {
    @TempDir
    static Path directory;

    private static TestingDatabases databases;
    private static Database database;

    @BeforeAll
    static void write() throws Exception {
        databases = new TestingDatabases(directory);
        database = databases.migrated();
        for (String sql : List.of(
                "create role signal_job login in role millrace_writer",
                "create role acme_reader login in role millrace_reader",
                "create role operator login in role millrace_reader",
                "insert into reader_workspace values ('acme_reader', 'acme'), ('operator', null)")) {
            TestingDatabases.execute(database, sql);
        }
        try (SignalStore store = new SignalStore(as("signal_job"), RetryPolicy.FIVE_MINUTES, new SystemClock())) {
            Scope other = new Scope("other", Dimension.API_KEY, "key-1");
            store.write(List.of(
                    pending(0, new Signal.State(Decisions.decision(Decisions.scope(1), 1))),
                    pending(1, new Signal.State(Decisions.decision(other, 1))),
                    pending(2, new Signal.State(Decisions.decision(Decisions.scope(2), 1))),
                    pending(3, new Signal.Ended(Decisions.scope(2))),
                    pending(4, new Signal.Refusal(0, 4, refused()))));
            store.refuse(frame(5), "of no use");
        }
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @Test
    void readerSeesTheLimitsOfItsWorkspacesAlone() throws SQLException {
        assertThat(count("acme_reader", "budget_limit")).isEqualTo(1);
        assertThat(count("acme_reader", "budget_limit where workspace_id = 'acme'"))
                .isEqualTo(1);
        assertThat(count("operator", "budget_limit")).isEqualTo(2);
        assertThat(count("acme_reader", "alert_history")).isZero();
    }

    @Test
    void whatHasNoWorkspaceIsForOperators() throws SQLException {
        for (String view : List.of("refusal_history", "set_aside")) {
            assertThat(count("acme_reader", view)).as(view).isZero();
            assertThat(count("operator", view)).as(view).isEqualTo(1);
        }
    }

    @Test
    void readersReachNoTable() {
        for (String table : List.of("budget_alert", "budget_state", "rejected_record", "signal_refused")) {
            assertThatThrownBy(() -> count("operator", table))
                    .hasMessageContaining("permission denied for table " + table);
        }
    }

    private static PendingSignal pending(long offset, Signal signal) {
        return new PendingSignal(signal, frame(offset));
    }

    private static SignalFrame frame(long offset) {
        return new SignalFrame("topic", 0, offset, null, new byte[] {1});
    }

    private static RejectedRecord refused() {
        return new RejectedRecord(RejectReason.INVALID, "a detail", null, null, Traffic.START, null, null);
    }

    private static Database as(String role) {
        return TestingDatabases.as(role, database);
    }

    private static long count(String role, String from) throws SQLException {
        return TestingDatabases.number(as(role), "select count(*) from " + from);
    }
}
