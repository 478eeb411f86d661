package io.millrace.sinks.database;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.service.LogContext;
import io.millrace.schemas.time.Clock;
import io.millrace.sinks.rollup.UsageRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

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

    private final Reconnecting<UsageSession> sessions;
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
        CopyBuffer buffer = new CopyBuffer();
        sessions = new Reconnecting<>(
                database, retryPolicy, clock, connection -> new UsageSession(connection, buffer, valuesMax));
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
            return counted(sessions.retrying(open -> open.write(batch)));
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
        MDC.put(LogContext.EVENT_ID, String.valueOf(eventId));
        LOG.warn("{}", Expected.message("usage record " + eventId, reason, "a row of usage_event; see usage_refused"));
        MDC.remove(LogContext.EVENT_ID);
        try {
            sessions.retrying(open -> {
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
        sessions.close();
    }

    /** Twice, since the first fault may have been that of a partition dropped meanwhile. */
    private int writeAgainOrRefuse(List<PendingRow> one) throws InterruptedException {
        try {
            return counted(sessions.retrying(open -> open.write(one)));
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
}
