package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Calls;
import io.millrace.sinks.testing.Platform;
import io.millrace.sinks.testing.Platforms;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example of docs/sql.md, run by an analyst, gives the answer that stands below it, on every kind of server. */
class DocumentedSqlIT {
    private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
    private static final Path DOCUMENT = Path.of("..", "docs", "sql.md");

    @TempDir
    static Path directory;

    /** An example and its answer, a line for each row. */
    private record Example(String sql, String answer) {}

    @Test
    void everyExampleGivesTheAnswerBelowIt() throws Exception {
        List<Example> examples = examples();
        try (Platforms platforms = new Platforms(directory)) {
            for (Platform platform : platforms.migrated()) {
                fill(platform.database());
                List<Example> answered = new ArrayList<>();
                for (Example example : examples) {
                    answered.add(new Example(example.sql(), answer(platform.database(), example.sql())));
                }
                assertThat(answered).as(platform.name()).isEqualTo(examples);
            }
        }
    }

    @Test
    void everySqlBlockHasAnAnswer() throws IOException {
        long blocks =
                Files.readString(DOCUMENT).lines().filter("```sql"::equals).count();
        assertThat(examples()).hasSize((int) blocks).isNotEmpty();
    }

    private static List<Example> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> new Example(found.group(1), found.group(2)))
                .toList();
    }

    /** March 2026: each day three small calls of chat in the morning and two large ones of search in the evening. */
    private static void fill(Database database) throws InterruptedException, SQLException {
        Calls calls = new Calls();
        List<UsageRow> rows = new ArrayList<>();
        for (int day = 0; day < 31; day++) {
            long start = Traffic.START + day * Micros.PER_DAY;
            for (int i = 0; i < 3; i++) {
                long at = start + 6 * Micros.PER_HOUR + i * Micros.PER_MINUTE;
                TokenCounts tokens = TokenCounts.of(100, 20);
                rows.add(calls.whole("acme", "small", "chat", at, tokens, 190_000, Outcome.SUCCESS, 10_000_000, null));
            }
            for (int i = 0; i < 2; i++) {
                long at = start + 18 * Micros.PER_HOUR + i * Micros.PER_MINUTE;
                Outcome outcome = day + i == 1 ? Outcome.ERROR : Outcome.SUCCESS;
                long charge = 80_000_000 + day % 3 * 20_000_000L;
                rows.add(calls.whole("acme", "large", "search", at, CACHED, 2_000_000, outcome, charge, 450_000L));
            }
        }
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(5));
        try (UsageStore store = new UsageStore(database, impatient, new SystemClock())) {
            store.write(Traffic.pending(rows));
        }
        TestingDatabases.execute(database, "select usage_month_refresh('2026-03-01')");
        TestingDatabases.execute(database, "create role analyst login in role millrace_reader");
        TestingDatabases.execute(database, "insert into reader_workspace values ('analyst', 'acme')");
    }

    private static final TokenCounts CACHED =
            new TokenCounts(400L, 100L, 300L, null, null, 50L, null, null, null, null, null, null);

    private static String answer(Database database, String sql) throws SQLException {
        try (Connection connection = TestingDatabases.as("analyst", database).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder answer = new StringBuilder();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                answer.append(columns.stream().collect(Collectors.joining(" | ")))
                        .append('\n');
            }
            return answer.toString();
        }
    }
}
