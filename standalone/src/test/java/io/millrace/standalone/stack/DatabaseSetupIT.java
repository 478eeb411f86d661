package io.millrace.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.schemas.config.Secret;
import io.millrace.sinks.database.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseSetupIT {
    private static final Secret NONE = new Secret("");
    private static final String OF_A_SUPERUSER =
            "select count(*) from (select relowner as owner, relnamespace as place from pg_class"
                    + " union all select proowner, pronamespace from pg_proc union all select nspowner, oid from pg_namespace) as things"
                    + " join pg_roles on pg_roles.oid = owner join pg_namespace on pg_namespace.oid = place"
                    + " where rolsuper and nspname in ('public', 'billing')";

    @TempDir
    private Path directory;

    @Test
    void whatAnOlderVersionMadeAsSuperuserGoesToTheOwner() throws SQLException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0))) {
            Database old = new Database(server.jdbcUrl(), server.user(), NONE);
            old.migrate();
            try (HikariDataSource ledger = BillingDatabase.open(server.jdbcUrl(), server.user(), NONE)) {
                BillingDatabase.migrate(ledger);
            }
            execute(old, "select usage_event_partition('2026-03-01')");
            assertThat(number(old, OF_A_SUPERUSER)).isGreaterThan(50);

            String url = DatabaseSetup.apply(server);
            assertThat(number(old, OF_A_SUPERUSER)).isZero();
            Database job = new Database(url, Login.JOB.role(), NONE);
            execute(job, "select usage_event_partition('2026-03-02')");
            assertThat(DatabaseSetup.apply(server)).isEqualTo(url);
            assertThat(number(old, OF_A_SUPERUSER)).isZero();
            assertThat(number(old, "select count(*) from reader_workspace")).isEqualTo(1);
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
