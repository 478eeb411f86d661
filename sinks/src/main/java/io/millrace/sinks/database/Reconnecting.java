package io.millrace.sinks.database;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a database that may be away: opened at the first use, and again after each failure. Not thread-safe.
 *
 * @param <S> the session; after an SQLException it is of no more use
 */
public final class Reconnecting<S extends Reconnecting.Session> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconnecting.class);

    /** A connection, and what was prepared on it. */
    public interface Session extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    /** Makes a session of a new connection. */
    @FunctionalInterface
    public interface Opening<S> {
        S on(Connection connection) throws SQLException;
    }

    /** What is done in a session; done again from the start in a new one if the database fails. */
    @FunctionalInterface
    public interface Work<S, T> {
        T in(S session) throws SQLException, DataFault;
    }

    private final Database database;
    private final RetryPolicy retryPolicy;
    private final Clock clock;
    private final Opening<S> opening;
    private @Nullable S session;

    public Reconnecting(Database database, RetryPolicy retryPolicy, Clock clock, Opening<S> opening) {
        this.database = database;
        this.retryPolicy = retryPolicy;
        this.clock = clock;
        this.opening = opening;
    }

    /**
     * Does the work, as often as it takes.
     *
     * @throws DataFault when the database is well and will never do it
     * @throws MillraceException of kind EXTERNAL when the database stayed away for longer than the policy allows
     */
    public <T> T retrying(Work<S, T> work) throws InterruptedException, DataFault {
        long start = clock.tickNanos();
        for (int failures = 1; ; failures++) {
            try {
                return work.in(session());
            } catch (SQLException e) {
                close();
                if (clock.tickNanos() - start >= retryPolicy.patience().toNanos()) {
                    throw away(e);
                }
                LOG.warn("database: {} (expected: takes the batch; tried again)", e.getMessage());
            }
            Thread.sleep(retryPolicy.pauseAfter(failures).toMillis());
        }
    }

    @Override
    public void close() {
        S open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("connection: not closed in order (expected: the server ends it)", e);
            }
        }
    }

    private S session() throws SQLException {
        S open = session;
        if (open == null) {
            Connection connection = database.connect();
            try {
                open = opening.on(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            session = open;
        }
        return open;
    }

    private MillraceException away(SQLException e) {
        return new MillraceException(
                ErrorKind.EXTERNAL,
                "DATABASE_AWAY",
                Expected.message("database", e.getMessage(), "an answer within " + retryPolicy.patience()),
                e);
    }
}
