package io.millrace.sinks.query;

import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.database.UsageStore;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A database with rows in it, to be asked about them. */
final class FilledDatabase implements AutoCloseable {
    private final TestingDatabases databases;
    private final Connection connection;

    FilledDatabase(Path directory, List<UsageRow> rows) throws SQLException, InterruptedException {
        databases = new TestingDatabases(directory);
        Database database = databases.migrated();
        try (UsageStore store = new UsageStore(database, RetryPolicy.FIVE_MINUTES, new SystemClock())) {
            store.write(Traffic.pending(rows));
        }
        connection = database.connect();
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        databases.close();
    }
}
