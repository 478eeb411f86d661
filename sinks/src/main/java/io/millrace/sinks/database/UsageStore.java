package io.millrace.sinks.database;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.sinks.rollup.UsageRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds batches of calls to the database, each call once however often it comes. A database that is away is waited for
 * and the batch tried again on a new connection; when the outcome of a commit is not known, the second try finds the
 * rows already there. A row the database refuses is set aside in usage_refused and the rest of its batch is added. Not
 * thread-safe.
 */
public final class UsageStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageStore.class);
    /** Values of a dimension that an hour of a workspace shows by themselves, unless said otherwise. */
    public static final int VALUES_MAX = 1_000;

    /** What is done in a session; done again from the start in a new one if the database fails. */
    @FunctionalInterface
    private interface Work<T> {
        T in(UsageSession session) throws SQLException, DataFault;
    }

    private final Database database;
    private final RetryPolicy retryPolicy;
    private final Clock clock;
    private final int valuesMax;
    private final CopyBuffer buffer = new CopyBuffer();
    private @Nullable UsageSession session;
    private long rowsUnderOther;

    /** With the usual cap on values. */
    public UsageStore(Database database, RetryPolicy retryPolicy, Clock clock) {
        this(database, retryPolicy, clock, VALUES_MAX);
    }

    /**
     * Connects at the first write.
     *
     * @param valuesMax values of a dimension that an hour of a workspace shows by themselves, at most
     */
    public UsageStore(Database database, RetryPolicy retryPolicy, Clock clock, int valuesMax) {
        this.database = database;
        this.retryPolicy = retryPolicy;
        this.clock = clock;
        this.valuesMax = valuesMax;
    }

    /** Rows added so far that are summed under other in some dimension. */
    public long rowsUnderOther() {
        return rowsUnderOther;
    }

    /**
     * Adds what is new in the batch and returns how many rows that were.
     *
     * @throws MillraceException of kind EXTERNAL when the database stayed away for longer than the policy allows
     */
    public int write(List<PendingRow> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return 0;
        }
        try {
            return counted(retrying(open -> open.write(batch)));
        } catch (DataFault fault) {
            if (batch.size() == 1) {
                return writeAgainOrRefuse(batch);
            }
            int middle = batch.size() / 2;
            return write(batch.subList(0, middle)) + write(batch.subList(middle, batch.size()));
        }
    }

    /** Keeps a record that cannot be a row, with the reason, once. */
    public void refuse(@Nullable String eventId, String reason, byte[] raw) throws InterruptedException {
        LOG.warn("{}", Expected.message("usage record " + eventId, reason, "a row of usage_event; see usage_refused"));
        try {
            retrying(open -> {
                open.refuse(eventId, reason, raw);
                return raw;
            });
        } catch (DataFault fault) {
            throw new MillraceException(
                    ErrorKind.INTERNAL,
                    "REFUSAL_REFUSED",
                    "usage_refused: not written (expected: takes any bytes)",
                    fault);
        }
    }

    @Override
    public void close() {
        UsageSession open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("connection: not closed in order (expected: the server ends it)", e);
            }
        }
    }

    /** Twice, since the first fault may have been that of a partition dropped meanwhile. */
    private int writeAgainOrRefuse(List<PendingRow> one) throws InterruptedException {
        try {
            return counted(retrying(open -> open.write(one)));
        } catch (DataFault fault) {
            PendingRow pending = one.get(0);
            String eventId = pending.row().usage().eventId().toString();
            refuse(eventId, String.valueOf(fault.getMessage()), pending.raw());
            return 0;
        }
    }

    private int counted(List<UsageRow> added) {
        rowsUnderOther +=
                added.stream().filter(row -> row.otherDimensions() != 0).count();
        return added.size();
    }

    private <T> T retrying(Work<T> work) throws InterruptedException, DataFault {
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

    private UsageSession session() throws SQLException {
        UsageSession open = session;
        if (open == null) {
            Connection connection = database.connect();
            try {
                open = new UsageSession(connection, buffer, valuesMax);
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
