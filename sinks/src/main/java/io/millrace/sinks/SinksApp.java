package io.millrace.sinks;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.maintenance.Upkeep;
import io.millrace.sinks.query.UsageTotalsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The sinks in this process: tables brought up to date, then the job in a Flink cluster of its own, gone on from the
 * newest checkpoint; the tables are looked after beside it. Thread-safe.
 */
public final class SinksApp implements AutoCloseable {
    private final Database database;
    private final LocalFlink flink;
    private final Upkeep upkeep;

    private SinksApp(Database database, LocalFlink flink) {
        this.database = database;
        this.flink = flink;
        upkeep = Upkeep.start(database, new SystemClock());
    }

    /**
     * Starts; when this returns, the job is on its way. The topic must be there.
     *
     * @throws MillraceException of kind EXTERNAL when the database is away, of kind INTERNAL when Flink does not start
     */
    public static SinksApp start(SinksSettings settings, Topics topics) {
        Database database = settings.job().database();
        settings.job().prepare();
        prepare(settings);
        LocalFlink flink = LocalFlink.start(FlinkSettings.of(settings), settings.parallelism());
        try {
            new JobStart(flink, settings, topics).restoreOrStart();
            return new SinksApp(database, flink);
        } catch (RuntimeException e) {
            flink.close();
            throw e;
        }
    }

    /** Calls in usage_event, those of former runs included. Read from the day rollups, which are as exact and far fewer. */
    public long rowsWritten() {
        try (Connection connection = database.connect()) {
            return UsageTotalsReader.records(connection);
        } catch (SQLException e) {
            throw new MillraceException(
                    ErrorKind.EXTERNAL, "DATABASE_AWAY", "database: no answer (expected: takes connections)", e);
        }
    }

    /** Stops the job, within seconds. What was read and not yet written is read again at the next start. */
    @Override
    public void close() {
        closeUpkeep();
        closeJob();
    }

    LocalFlink flink() {
        return flink;
    }

    /** @throws SQLException when the database does not answer */
    void requireDatabase() throws SQLException {
        database.require();
    }

    void closeUpkeep() {
        upkeep.close();
    }

    void closeJob() {
        flink.close();
    }

    private static void prepare(SinksSettings settings) {
        try {
            Path working = FlinkSettings.workingDirectory(settings);
            RetainedCheckpoints.delete(working);
            Files.createDirectories(working);
            Files.createDirectories(settings.checkpointDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
