package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageStoreOutageIT {
    @TempDir
    Path directory;

    @Test
    void writerWaitsForAServerThatIsRestarted() throws Exception {
        List<UsageRow> rows = new Traffic(new Random(31)).rows(60_000, Traffic.START, Micros.PER_DAY);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        EmbeddedPostgresServer first = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0));
        Database database = new Database(first.jdbcUrl(), first.user(), new Secret(""));
        database.migrate();
        try {
            Future<Integer> added = executor.submit(() -> write(database, rows));
            await().atMost(Duration.ofSeconds(30)).until(() -> records(database) > 0);
            first.close();
            assertThat(added.isDone()).isFalse();
            try (EmbeddedPostgresServer again =
                    EmbeddedPostgresServer.start(new PostgresOptions(directory, port(first)))) {
                assertThat(added.get()).isBetween(rows.size() - 500, rows.size());
                assertThat(again.jdbcUrl()).isEqualTo(database.jdbcUrl());
                try (Connection connection = database.connect()) {
                    assertThat(UsageTotalsReader.read(connection)).isEqualTo(Traffic.totals(rows, 0));
                }
            }
        } finally {
            first.close();
            executor.shutdownNow();
        }
    }

    /** Rows added as the writer knows them: those of a commit whose answer was lost are in, but not among them. */
    private static int write(Database database, List<UsageRow> rows) throws InterruptedException {
        int added = 0;
        try (UsageStore store = new UsageStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock())) {
            for (int from = 0; from < rows.size(); from += 500) {
                added += store.write(Traffic.pending(rows.subList(from, from + 500)));
            }
        }
        return added;
    }

    private static long records(Database database) throws Exception {
        return TestingDatabases.number(database, "select coalesce(sum(requests), 0) from usage_day");
    }

    private static int port(EmbeddedPostgresServer server) {
        return URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
    }
}
