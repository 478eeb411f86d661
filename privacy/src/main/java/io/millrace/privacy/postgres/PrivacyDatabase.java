package io.millrace.privacy.postgres;

import io.millrace.schemas.config.DatabaseFault;
import io.millrace.schemas.config.Secret;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The schema {@code privacy} of the database that has the calls. */
public final class PrivacyDatabase {
    private static final String SCHEMA = "privacy";

    private PrivacyDatabase() {}

    /**
     * Brings the schema up to date, as its owner; its history lies in it. Several processes may call it at once.
     *
     * @throws io.millrace.schemas.error.MillraceException when the database is away, or refuses the login (then of kind USER)
     */
    public static void migrate(String jdbcUrl, String user, Secret password) {
        try {
            Flyway.configure()
                    .dataSource(jdbcUrl, user, password.reveal())
                    .defaultSchema(SCHEMA)
                    .createSchemas(true)
                    .locations("classpath:db/privacy")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw DatabaseFault.of(user, e);
        }
    }
}
