package io.millrace.sinks.testing;

import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.schemas.config.Secret;
import io.millrace.sinks.database.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** One PostgreSQL, and as many databases in it as there are tests. */
public final class TestingDatabases implements AutoCloseable {
    private static final String CHOICE = "millrace.database";
    private static final String TIMESCALE = "timescale";

    private final Server server;
    private int made;

    /** In the embedded server; in a container with TimescaleDB under {@code -Dmillrace.database=timescale}. */
    public TestingDatabases(Path directory) {
        this(TIMESCALE.equals(System.getProperty(CHOICE)) ? container() : new Embedded(directory));
    }

    private TestingDatabases(Server server) {
        this.server = server;
    }

    /** In the embedded server, whatever is chosen. */
    static TestingDatabases embedded(Path directory) {
        return new TestingDatabases(new Embedded(directory));
    }

    /** In a container with TimescaleDB; empty where there is none to be had. */
    static Optional<TestingDatabases> timescale() {
        return TimescaleContainer.start().map(TestingDatabases::new);
    }

    private static Server container() {
        return TimescaleContainer.start()
                .orElseThrow(() -> new IllegalStateException(CHOICE + ": timescale (expected: docker, and its image)"));
    }

    /** A new database with the tables of the sinks in it. */
    public Database migrated() throws SQLException {
        Database empty = empty();
        empty.migrate();
        return empty;
    }

    public Database empty() throws SQLException {
        made++;
        String name = "test_" + made;
        execute(at("postgres"), "create database " + name);
        return at(name);
    }

    /** A new database that belongs to this user, migrated by it. */
    public Database migratedBy(String owner) throws SQLException {
        Database empty = empty();
        execute(empty, "alter database " + empty.jdbcUrl().replaceFirst("^.*/", "") + " owner to " + owner);
        Database owned = as(owner, empty);
        owned.migrate();
        return owned;
    }

    public static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    public static long number(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    /** The same database as somebody else; nobody here has a password. */
    public static Database as(String user, Database database) {
        return new Database(database.jdbcUrl(), user, new Secret(""));
    }

    private Database at(String name) {
        return new Database(
                server.jdbcUrl().replaceFirst("/postgres(\\?.*)?$", "/" + name), server.user(), new Secret(""));
    }

    /** A server that is up; its URL ends in the database postgres, its user is a superuser without a password. */
    interface Server extends AutoCloseable {
        String jdbcUrl();

        String user();

        @Override
        void close();
    }

    private record Embedded(EmbeddedPostgresServer server) implements Server {
        Embedded(Path directory) {
            this(EmbeddedPostgresServer.start(new PostgresOptions(directory, 0)));
        }

        @Override
        public String jdbcUrl() {
            return server.jdbcUrl();
        }

        @Override
        public String user() {
            return server.user();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
