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
    private final EmbeddedPostgresServer server;
    private int made;

    public TestingDatabases(Path directory) {
        server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0));
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

    private Database at(String name) {
        String url = server.jdbcUrl().replaceFirst("/postgres\\?.*$", "/" + name);
        return new Database(url, server.user(), new Secret(""));
    }
}
