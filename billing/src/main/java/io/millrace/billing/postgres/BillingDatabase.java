package io.millrace.billing.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.millrace.schemas.config.DatabaseFault;
import io.millrace.schemas.config.Secret;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** The schema {@code billing} of a PostgreSQL database: connections to it, its migrations, and jdbi set up for it. */
public final class BillingDatabase {
    private static final String SCHEMA = "billing";
    private static final int CONNECTIONS_MAX = 6;
    private static final long CONNECT_TIMEOUT_MILLIS = 10_000;

    private BillingDatabase() {}

    /** A pool of at most 6 connections; whoever opens it closes it. */
    public static HikariDataSource open(String jdbcUrl, String user, Secret password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("millrace-billing");
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password.reveal());
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw DatabaseFault.of(user, e);
        }
    }

    /**
     * Brings the schema up to date; its history lies in the same schema. Makes the partitions of the days to come.
     * Several processes may call it at once.
     */
    public static void migrate(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .defaultSchema(SCHEMA)
                .createSchemas(true)
                .locations("classpath:db/billing")
                .load()
                .migrate();
        jdbi(dataSource).useHandle(handle -> handle.execute("SELECT billing.make_days_ahead()"));
    }

    /** Jdbi with the arrays and arguments of the ledger. */
    public static Jdbi jdbi(DataSource dataSource) {
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(Long.class, "int8");
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArgument(new UuidArguments());
        return jdbi;
    }
}
