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

/** One PostgreSQL, and as many databases in it as there are tests. */
public final class TestingDatabases implements AutoCloseable {
    private final AutoCloseable server;
    private final String url;
    private final String superuser;
    private int made;

    /** In the embedded server. */
    public TestingDatabases(Path directory) {
        EmbeddedPostgresServer embedded = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0));
        server = embedded;
        url = embedded.jdbcUrl();
        superuser = embedded.user();
    }

    TestingDatabases(TimescaleContainer container) {
        server = container;
        url = container.jdbcUrl();
        superuser = TimescaleContainer.USER;
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
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("database server: not closed (expected: stops)", e);
        }
    }

    /** The same database as somebody else; nobody here has a password. */
    public static Database as(String user, Database database) {
        return new Database(database.jdbcUrl(), user, new Secret(""));
    }

    private Database at(String name) {
        return new Database(url.replaceFirst("/postgres(\\?.*)?$", "/" + name), superuser, new Secret(""));
    }
}
