package io.millrace.privacy.postgres;

import io.millrace.schemas.config.DatabaseFault;
import io.millrace.schemas.config.Secret;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The schema {@code privacy} of the database that has the calls; its history lies in it. */
public final class PrivacyDatabase {
    private static final String SCHEMA = "privacy";

    private PrivacyDatabase() {}

    /** Brings the schema up to date, as its owner. Several processes may call it at once. */
    public static void migrate(DataSource dataSource) {
        migrate(Flyway.configure().dataSource(dataSource));
    }

    /**
     * The same by a login of its own.
     *
     * @throws io.millrace.schemas.error.MillraceException when the database is away, or refuses the login (then of kind USER)
     */
    public static void migrate(String jdbcUrl, String user, Secret password) {
        try {
            migrate(Flyway.configure().dataSource(jdbcUrl, user, password.reveal()));
        } catch (FlywayException e) {
            throw DatabaseFault.of(user, e);
        }
    }

    private static void migrate(FluentConfiguration flyway) {
        flyway.defaultSchema(SCHEMA)
                .createSchemas(true)
                .locations("classpath:db/privacy")
                .load()
                .migrate();
    }
}
