package io.millrace.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.DirectoryException;
import io.millrace.embedded.ForkedJvm;
import io.millrace.embedded.FreePort;
import io.millrace.embedded.PortTakenException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresServerIT {
    @Test
    void rowsSurviveARestartOnAnotherPort(@TempDir Path directory) throws Exception {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0))) {
            execute(server.jdbcUrl(), "create table kept (value text)");
            execute(server.jdbcUrl(), "insert into kept values ('one')");
            assertSettings(server.jdbcUrl());
        }
        int otherPort = FreePort.any();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(directory, otherPort))) {
            assertThat(server.jdbcUrl()).contains("127.0.0.1:" + otherPort).endsWith("user=" + server.user());
            assertThat(query(server.jdbcUrl(), "select value from kept")).isEqualTo("one");
            assertThat(OrphanPostmaster.find(data(directory))).isPresent();
        }
        assertThat(OrphanPostmaster.find(data(directory))).isEmpty();
    }

    @Test
    void postmasterThatOutlivedItsJvmIsReplaced(@TempDir Path directory) throws Exception {
        String orphanUrl;
        ProcessHandle orphan;
        try (ForkedJvm owner = ForkedJvm.start(PostgresOwnerMain.class, directory.toString())) {
            orphanUrl = owner.line();
            owner.kill();
            orphan = OrphanPostmaster.find(data(directory)).orElseThrow();
        }
        try (var session = DriverManager.getConnection(orphanUrl);
                EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0))) {
            assertThat(session.isValid(1)).isFalse();
            assertThat(orphan.isAlive()).isFalse();
            assertThat(query(server.jdbcUrl(), "select value from kept")).isEqualTo("before the kill");
        }
    }

    @Test
    void initialisationThatDidNotEndIsDoneAgain(@TempDir Path directory) throws Exception {
        Files.createDirectories(data(directory).resolve("base"));
        Files.writeString(data(directory).resolve("PG_VERSION"), "17\n");
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0))) {
            assertThat(query(server.jdbcUrl(), "select 'up'")).isEqualTo("up");
        }
    }

    /** A kill while the binaries are unpacked leaves files without their end, links without their target, and no marker. */
    @Test
    void unpackingThatDidNotEndIsDoneAgain(@TempDir Path whole, @TempDir Path half) throws Exception {
        EmbeddedPostgresServer.start(new PostgresOptions(whole, 0)).close();
        Path binaries = half.resolve("binaries");
        Files.move(whole.resolve("binaries"), binaries);
        try (Stream<Path> versions = Files.list(binaries)) {
            for (Path version : versions.toList()) {
                Files.delete(version.resolve(".exists"));
                Files.write(version.resolve("bin").resolve("postgres"), new byte[0]);
            }
        }
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(half, 0))) {
            assertThat(query(server.jdbcUrl(), "select 'up'")).isEqualTo("up");
        }
    }

    @Test
    void pidOfAnotherProcessIsLeftAlone(@TempDir Path directory) throws IOException {
        Path data = Files.createDirectories(data(directory));
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + data + "\n0\n5432\n");
        assertThat(OrphanPostmaster.find(data)).isEmpty();
    }

    @Test
    void takenPortIsNamed(@TempDir Path directory) throws IOException {
        try (var socket = new ServerSocket(0, 1, FreePort.address())) {
            int port = socket.getLocalPort();
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(new PostgresOptions(directory, port)))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("postgres port: " + port + " (expected: a free port on 127.0.0.1)");
        }
    }

    @Test
    void fileInPlaceOfTheDirectoryIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> EmbeddedPostgresServer.start(new PostgresOptions(file, 0)))
                .isInstanceOf(DirectoryException.class)
                .hasMessage("postgres directory: " + file + " (expected: a writable directory)");
    }

    private static void assertSettings(String url) throws SQLException {
        assertThat(query(url, "show fsync")).isEqualTo("on");
        assertThat(query(url, "show synchronous_commit")).isEqualTo("on");
        assertThat(query(url, "show shared_buffers")).isEqualTo("256MB");
        assertThat(query(url, "show jit")).isEqualTo("off");
        assertThat(query(url, "show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(query(url, "show unix_socket_directories")).isEmpty();
        assertThat(query(url, "show log_timezone")).isEqualTo("UTC");
    }

    private static Path data(Path directory) throws IOException {
        return directory.toRealPath().resolve("data");
    }

    private static void execute(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
