package io.millrace.sinks.maintenance;

import static io.millrace.sinks.testing.TestingDatabases.execute;
import static io.millrace.sinks.testing.TestingDatabases.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sinks.database.Database;
import io.millrace.sinks.testing.TestingDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeIT {
    @TempDir
    static Path directory;

    /** Tables as version 14 left them, one of them with rows that the new setting would delete. */
    @Test
    void upgradeKeepsWhatAFilledDatabaseHolds() throws Exception {
        try (TestingDatabases databases = new TestingDatabases(directory)) {
            Database database = databases.empty();
            migrateTo(database, "14");
            execute(database, minute("400 days") + minute("1 hour") + hour("10 days"));

            database.migrate();
            try (Connection connection = database.connect()) {
                Maintenance.run(connection);
            }

            assertThat(number(database, "select sum(requests) from usage_minute"))
                    .isEqualTo(2);
            assertThat(number(database, "select sum(requests) from usage_hour")).isEqualTo(1);
            assertThat(number(database, "select count(*) from retention where keep is null and what <> 'usage_event'"))
                    .isEqualTo(1);
            assertThat(number(database, "select (keep is null)::integer from retention where what = 'usage_minute'"))
                    .isEqualTo(1);
        }
    }

    private static void migrateTo(Database database, String version) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), "")
                .locations("classpath:db/sinks")
                .table("flyway_sinks_history")
                .defaultSchema("public")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(version)
                .load()
                .migrate();
    }

    private static String minute(String age) {
        return row("usage_minute", "minute", age);
    }

    private static String hour(String age) {
        return row("usage_hour", "hour", age);
    }

    private static String row(String table, String unit, String age) {
        return "insert into " + table + " values (date_trunc('" + unit + "', now() - interval '" + age
                + "'), 'acme', 'p', 'm', '', '', '', 1, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 3, 0, 5, 6, 0, '{}', 0, '{}');";
    }
}
