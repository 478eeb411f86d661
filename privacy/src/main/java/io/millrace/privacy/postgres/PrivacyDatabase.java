package io.millrace.privacy.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The schema {@code privacy} of a PostgreSQL database. */
public final class PrivacyDatabase {
    private static final String SCHEMA = "privacy";

    private PrivacyDatabase() {}

    /** Brings the schema up to date; its history lies in the same schema. Several processes may call it at once. */
    public static void migrate(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .defaultSchema(SCHEMA)
                .createSchemas(true)
                .locations("classpath:db/privacy")
                .load()
                .migrate();
    }
}
