package io.millrace.sinks.database;

import io.millrace.schemas.config.DatabaseFault;
import io.millrace.schemas.config.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Where the database of the sinks is, and as whom to enter it. Immutable. */
public record Database(String jdbcUrl, String user, Secret password) {
    private static final String CONNECT_SECONDS = "10";
    /** A connection whose other end vanished without a word is given up after this; no statement of ours takes as long. */
    private static final String SILENCE_SECONDS = "120";

    private static final int ANSWER_SECONDS = 2;

    /** A new connection, with time-outs. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.reveal());
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", SILENCE_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "millrace-sinks");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /** @throws SQLException when it does not answer within 2 s */
    public void require() throws SQLException {
        try (Connection connection = connect()) {
            if (!connection.isValid(ANSWER_SECONDS)) {
                throw new SQLException("no answer within " + ANSWER_SECONDS + " s");
            }
        }
    }

    /**
     * Brings the tables to the newest version. Safe to call from many processes at once and beside other modules, each
     * of which keeps a history of its own.
     *
     * @throws io.millrace.schemas.error.MillraceException when the database is away, or refuses the login (then of kind USER)
     */
    public void migrate() {
        try {
            Flyway.configure()
                    .dataSource(jdbcUrl, user, password.reveal())
                    .locations("classpath:db/sinks")
                    .table("flyway_sinks_history")
                    .defaultSchema("public")
                    // Other modules' tables may be there first.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw DatabaseFault.of(user, e);
        }
    }
}
