package io.millrace.sinks.maintenance;

import io.millrace.sinks.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maintenance at the start and every day after, on a thread of its own; an hour after one that failed. Thread-safe. */
public final class DailyMaintenance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DailyMaintenance.class);
    private static final Duration PERIOD = Duration.ofDays(1);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);
    private static final Duration END_MAX = Duration.ofSeconds(10);

    private final Database database;
    private final Duration period;
    private final Duration afterFailure;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "millrace-maintenance");
        daemon.setDaemon(true);
        return daemon;
    });

    private DailyMaintenance(Database database, Duration period, Duration afterFailure) {
        this.database = database;
        this.period = period;
        this.afterFailure = afterFailure;
    }

    /** Starts with a first run at once; returns before it is done. */
    public static DailyMaintenance start(Database database) {
        return start(database, PERIOD, AFTER_FAILURE);
    }

    static DailyMaintenance start(Database database, Duration period, Duration afterFailure) {
        DailyMaintenance daily = new DailyMaintenance(database, period, afterFailure);
        daily.thread.execute(daily::runAndComeAgain);
        return daily;
    }

    /** Ends after the transaction at hand, or after 10 seconds. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("maintenance: still running (expected: ends within {} s)", END_MAX.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runAndComeAgain() {
        Duration next = run() ? period : afterFailure;
        if (!thread.isShutdown()) {
            thread.schedule(this::runAndComeAgain, next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean run() {
        try (Connection connection = database.connect()) {
            List<MaintenanceLine> done = Maintenance.run(connection);
            LOG.info("maintenance: {}", done);
            return true;
        } catch (SQLException e) {
            LOG.warn("maintenance: not done (expected: a database that answers); again in {}", afterFailure, e);
            return false;
        }
    }
}
