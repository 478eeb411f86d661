package io.millrace.standalone.stack;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.sql.Connection;
import java.sql.SQLException;

/** Questions to the database under one login, over at most 2 connections. Thread-safe. */
public final class DatabaseAccess implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 2;
    private static final long CONNECT_TIMEOUT_MILLIS = 10_000;

    private final HikariDataSource dataSource;

    private DatabaseAccess(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is asked. */
    @FunctionalInterface
    public interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    /** The caller closes. */
    public static DatabaseAccess open(Endpoints endpoints, Login login) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("millrace-" + login.role());
        config.setJdbcUrl(endpoints.jdbcUrl());
        config.setUsername(login.role());
        config.setPassword(endpoints.password(login).reveal());
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        return new DatabaseAccess(new HikariDataSource(config));
    }

    /** @throws MillraceException of kind EXTERNAL when the database is away, or refuses */
    public <T> T read(Query<T> query) {
        try (Connection connection = dataSource.getConnection()) {
            return query.on(connection);
        } catch (SQLException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE", "database: no answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
