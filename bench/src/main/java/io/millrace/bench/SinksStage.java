package io.millrace.bench;

import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.PendingRow;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.database.UsageStore;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A PostgreSQL with the tables of the sinks, as the demo sets it up: every commit is on disk. */
final class SinksStage {
    private final Path directory;
    private final Database database;

    SinksStage(Closeables open) {
        directory = open.add(DataDirectory.temporary()).root();
        EmbeddedPostgresServer server =
                open.add(EmbeddedPostgresServer.start(new PostgresOptions(directory.resolve("postgres"), 0)));
        database = new Database(server.jdbcUrl(), server.user(), new Secret(""));
        database.migrate();
    }

    Path directory() {
        return directory;
    }

    Database database() {
        return database;
    }

    /** Makes the partitions of these rows, and leaves nothing else. */
    void partitionsFor(List<UsageRow> rows) throws SQLException, InterruptedException {
        try (UsageStore store = new UsageStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock())) {
            store.write(rows.stream().map(SinksStage::pending).toList());
        }
        empty();
    }

    static PendingRow pending(UsageRow row) {
        return new PendingRow(row, new byte[0]);
    }

    /** No calls, no rollups, and no work left over for the server. */
    void empty() throws SQLException {
        execute("truncate usage_event, usage_minute, usage_hour, usage_day");
        settle();
    }

    /** What was written before must not be written out during what is measured. */
    void settle() throws SQLException {
        execute("checkpoint");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    long number(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** A rate of something that did not happen is none. */
    void requireRows(String table, long wanted) throws SQLException {
        long found = number("select count(*) from " + table);
        if (found != wanted) {
            throw new IllegalStateException(table + " rows: " + found + " (expected: " + wanted + ")");
        }
    }
}
