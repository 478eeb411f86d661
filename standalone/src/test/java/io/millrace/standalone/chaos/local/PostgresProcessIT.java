package io.millrace.standalone.chaos.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.embedded.FreePort;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is no child of the process that stands for it: what is done to one must be done to the other. */
class PostgresProcessIT {
    private static final List<Role> ONE = List.of(Role.POSTGRES);

    @TempDir
    private Path directory;

    private static final int MESSAGES = 40;

    private final int port = FreePort.choose("postgres", 0);
    private final Fleet fleet = new Fleet(this::start, Path.of("done"), new SystemClock());

    private ChildProcess.Start start(Role role) {
        List<String> arguments = List.of(server().toString(), Integer.toString(port));
        return new ChildProcess.Start(
                role, directory.resolve("log"), directory.resolve("ready"), server(), Map.of(), arguments);
    }

    private Path server() {
        return directory.resolve("postgres");
    }

    private ProcessHandle postmaster() {
        return EmbeddedPostgresServer.postmaster(server()).orElseThrow();
    }

    private Optional<SmallDisk> disk = Optional.empty();

    @BeforeEach
    void startOne() throws IOException, InterruptedException {
        disk = SmallDisk.mount(Files.createDirectory(server()));
        fleet.start(Role.POSTGRES);
        fleet.awaitReady(ONE);
    }

    @AfterEach
    void close() {
        fleet.close();
        disk.ifPresent(SmallDisk::close);
    }

    @Test
    void killTakesServerAndSessionsAndWhatWasCommittedIsRecovered() throws SQLException, InterruptedException {
        ProcessHandle killed = postmaster();
        try (Connection session = connect();
                Statement statement = session.createStatement()) {
            statement.execute("create table kept as select 'before the kill' as value");
            List<ProcessHandle> children = killed.descendants().toList();
            fleet.kill(Role.POSTGRES);
            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(killed.isAlive()).isFalse();
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        }
        fleet.start(Role.POSTGRES);
        fleet.awaitReady(ONE);
        assertThat(text("select value from kept")).isEqualTo("before the kill");
        assertThat(fleet.unaskedEnds()).isEmpty();
    }

    @Test
    void serverThatEndsByItselfIsStartedAgainAndPausedOneAnswersLater() throws SQLException {
        ProcessHandle ended = postmaster();
        ended.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> fleet.isReady(Role.POSTGRES) && isAnother(ended));
        assertThat(fleet.unaskedEnds()).containsExactly("postgres ended by itself and was started again");

        SystemClock clock = new SystemClock();
        long before = clock.nowMillis();
        fleet.pause(Role.POSTGRES, 2_000);
        assertThat(text("select 'up'")).isEqualTo("up");
        assertThat(clock.nowMillis() - before).isGreaterThanOrEqualTo(2_000);
    }

    /** Where nobody may mount, a run goes on without full disks; so does this. */
    @Test
    void serverWhoseLogHasNoRoomBreaksOffItsSessionsAndLosesNothing() throws SQLException {
        if (disk.isEmpty()) {
            return;
        }
        try (Connection session = connect();
                Statement statement = session.createStatement()) {
            statement.execute("create table kept as select 'before it was full' as value");
            disk.get().fill();
            assertThatThrownBy(() -> fillLog(statement)).isInstanceOf(SQLException.class);
            assertThat(session.isValid(1)).isFalse();
        }
        disk.get().free();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> text("select value from kept").equals("before it was full"));
        assertThat(text("with more as (insert into kept values ('after it') returning value) select value from more"))
                .isEqualTo("after it");
    }

    /** More than the log's files that are there already. */
    private static void fillLog(Statement statement) throws SQLException {
        for (int message = 0; message < MESSAGES; message++) {
            statement.execute("select pg_logical_emit_message(true, 'chaos', repeat('x', 8000000))");
        }
    }

    @Test
    void closedFleetLeavesNoServerBehind() throws IOException {
        ProcessHandle own = postmaster();
        fleet.close();
        assertThat(own.isAlive()).isFalse();
        assertThat(EmbeddedPostgresServer.postmaster(server())).isEmpty();
    }

    private boolean isAnother(ProcessHandle ended) {
        Optional<ProcessHandle> now = EmbeddedPostgresServer.postmaster(server());
        return now.isPresent() && !now.get().equals(ended);
    }

    private String text(String sql) throws SQLException {
        try (Connection session = connect();
                Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
    }
}
