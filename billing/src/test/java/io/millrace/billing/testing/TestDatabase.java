package io.millrace.billing.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.schemas.config.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL, with a new and migrated database for every test that asks. Used by one thread. */
public final class TestDatabase implements AutoCloseable {
    private final EmbeddedPostgresServer server;
    private final List<HikariDataSource> opened = new ArrayList<>();
    private int databases;
    private @Nullable String migrated;

    private TestDatabase(EmbeddedPostgresServer server) {
        this.server = server;
    }

    public static TestDatabase start(Path directory) {
        return new TestDatabase(EmbeddedPostgresServer.start(new PostgresOptions(directory, 0)));
    }

    public String user() {
        return server.user();
    }

    /** The URL of a new, empty database. */
    public String freshUrl() {
        return create("");
    }

    private String create(String options) {
        String name = "test" + databases++;
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + options);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server.jdbcUrl().replace("/postgres?", "/" + name + "?");
    }

    /** A pool on a new database, migrated; closed by {@link #release}. All but the first are copies of one. */
    public DataSource fresh() {
        if (migrated == null) {
            migrated = "test" + databases;
            try (HikariDataSource first = BillingDatabase.open(freshUrl(), user(), new Secret(""))) {
                BillingDatabase.migrate(first);
            }
        }
        HikariDataSource dataSource = BillingDatabase.open(create(" TEMPLATE " + migrated), user(), new Secret(""));
        opened.add(dataSource);
        return dataSource;
    }

    /** Closes the pools handed out so far: the server has few connections. */
    public void release() {
        opened.forEach(HikariDataSource::close);
        opened.clear();
    }

    public static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number a query yields. */
    public static long number(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every row of a query as one text. */
    public static List<String> rows(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT r::text FROM (" + sql + ") r")) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        release();
        server.close();
    }
}
