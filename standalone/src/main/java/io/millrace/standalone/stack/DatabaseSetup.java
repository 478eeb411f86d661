package io.millrace.standalone.stack;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.privacy.postgres.PrivacyDatabase;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.sinks.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** Sets the embedded database up as an administrator sets up a production one: roles first, then tables that belong to an owner. */
public final class DatabaseSetup {
    private static final String ROLES = "/db/embedded/roles.sql";
    private static final String EVERY_WORKSPACE =
            "insert into reader_workspace values ('" + Login.DASHBOARD.role() + "', null) on conflict do nothing";
    private static final Secret NO_PASSWORD = new Secret("");

    private DatabaseSetup() {}

    /**
     * Brings roles and tables up to date. The only session of the superuser is the one in here.
     *
     * @return the URL of the database, without a user
     */
    public static String apply(EmbeddedPostgresServer server) {
        String url = server.jdbcUrl().replaceFirst("\\?.*$", "");
        apply(url, server.user());
        return url;
    }

    /** The same for a server that asks nobody for a password. */
    static void apply(String url, String superuser) {
        try (Connection administrator = DriverManager.getConnection(url, superuser, "")) {
            execute(administrator, roles());
        } catch (SQLException e) {
            throw failed(e);
        }
        tables(url, NO_PASSWORD);
    }

    /** Brings the tables of a database up to date whose roles are there, as their owner. Safe to be done again. */
    public static void tables(String url, Secret password) {
        Database tables = new Database(url, Login.OWNER.role(), password);
        tables.migrate();
        try (HikariDataSource ledger = BillingDatabase.open(url, Login.OWNER.role(), password)) {
            BillingDatabase.migrate(ledger);
            PrivacyDatabase.migrate(ledger);
        }
        try (Connection owner = tables.connect()) {
            execute(owner, EVERY_WORKSPACE);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static MillraceException failed(SQLException e) {
        return new MillraceException(
                ErrorKind.EXTERNAL, "DATABASE_SETUP", "database: not set up: " + e.getMessage(), e);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String roles() {
        try (InputStream resource = Objects.requireNonNull(DatabaseSetup.class.getResourceAsStream(ROLES))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
