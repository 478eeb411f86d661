package io.millrace.content.store;

import io.millrace.schemas.config.DatabaseFault;
import io.millrace.schemas.config.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Where the schema {@code content} is, and as whom to enter. Immutable. */
public record ContentDatabase(String jdbcUrl, String user, Secret password) {

    /** A new connection, with time-outs; whoever opens it closes it. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.reveal());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "millrace-content");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /**
     * Brings the schema up to date; as its owner. Several processes may call it at once.
     *
     * @throws io.millrace.schemas.error.MillraceException when the database is away, or refuses the login (then of kind USER)
     */
    public void migrate() {
        try {
            Flyway.configure()
                    .dataSource(jdbcUrl, user, password.reveal())
                    .defaultSchema("content")
                    .createSchemas(true)
                    .locations("classpath:db/content")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw DatabaseFault.of(user, e);
        }
    }
}
