package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is in the database of a demonstration that stays up. */
class DatabaseSessionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SESSIONS =
            "select distinct usename, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls"
                    + " from pg_stat_activity join pg_roles on rolname = usename where datname = current_database()";

    @TempDir
    private Path directory;

    @Test
    void everySessionOfTheDemonstrationHasALoginOfItsOwnAndNoneIsASuperuser() throws Exception {
        try (MillraceProcess demo =
                MillraceProcess.start(directory.resolve("demo.txt"), "demo", "--keep", "--records", "2000")) {
            await().atMost(PATIENCE).until(() -> demo.output().contains("Ctrl-C stops it") || !demo.isAlive());
            try (Connection connection = DriverManager.getConnection(database(demo.output()))) {
                assertThat(sessions(connection))
                        .isEqualTo(Map.of(
                                "usage_job", false,
                                "billing_service", false,
                                "operations_dashboard", false,
                                "millrace_owner", false));
                for (String beyond : new String[] {"usage_event", "billing.transfer"}) {
                    assertThatThrownBy(() -> ask(connection, "select count(*) from " + beyond))
                            .as(beyond)
                            .hasMessageContaining("permission denied");
                }
            }
        }
    }

    private static Map<String, Boolean> sessions(Connection connection) throws SQLException {
        Map<String, Boolean> sessions = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SESSIONS)) {
            while (rows.next()) {
                sessions.put(rows.getString(1), rows.getBoolean(2));
            }
        }
        return sessions;
    }

    private static void ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String database(String output) throws IOException {
        Matcher matcher = Pattern.compile("database +(\\S+)").matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }
}
