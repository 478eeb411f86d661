package io.millrace.sinks.maintenance;

import io.millrace.schemas.service.Health.Part;
import io.millrace.schemas.time.Clock;
import io.millrace.sinks.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on the database at the start and again after each period, on a thread and a connection of its own. Thread-safe. */
final class Repeated implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);
    private static final Duration END_MAX = Duration.ofSeconds(10);

    /** Ends early when its thread is interrupted. */
    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    private final String name;
    private final Database database;
    private final Clock clock;
    private final Work work;
    private final Duration period;
    private final Duration afterFailure;
    private final ScheduledExecutorService thread;
    /** Why the last run was not done; null where it was, or none has ended. */
    private volatile @Nullable String failure;

    private volatile long doneAtMillis;

    private Repeated(String name, Database database, Clock clock, Work work, Duration period, Duration afterFailure) {
        this.name = name;
        this.database = database;
        this.clock = clock;
        this.work = work;
        this.period = period;
        this.afterFailure = afterFailure;
        thread = Executors.newSingleThreadScheduledExecutor(body -> {
            Thread daemon = new Thread(body, "millrace-" + name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /**
     * Returns before the first run is done.
     *
     * @param period from the end of one run to the next
     * @param afterFailure the same, after one that failed
     */
    static Repeated start(
            String name, Database database, Clock clock, Work work, Duration period, Duration afterFailure) {
        Repeated repeated = new Repeated(name, database, clock, work, period, afterFailure);
        repeated.thread.execute(repeated::runAndComeAgain);
        return repeated;
    }

    Upkeep.Work how() {
        String why = failure;
        return new Upkeep.Work(name, why == null ? Part.ready(name) : Part.waiting(name, why), doneAtMillis);
    }

    /** Ends after the transaction at hand, or after 10 seconds. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: still running (expected: ends within {})", name, END_MAX);
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
            work.on(connection);
            doneAtMillis = clock.nowMillis();
            failure = null;
            return true;
        } catch (SQLException e) {
            failure = String.valueOf(e.getMessage());
            LOG.warn("{}: not done (expected: a database that answers); again in {}", name, afterFailure, e);
            return false;
        }
    }
}
