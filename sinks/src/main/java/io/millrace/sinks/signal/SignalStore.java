package io.millrace.sinks.signal;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.sinks.database.DataFault;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.Reconnecting;
import io.millrace.sinks.database.RetryPolicy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of signals, each in one transaction; however often it comes, the outcome is the same. A database that is
 * away is waited for. A signal the database refuses is set aside in signal_refused and the rest of its batch is written.
 * Not thread-safe.
 */
final class SignalStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalStore.class);

    private final Reconnecting<SignalSession> sessions;

    /** Connects at the first write. */
    SignalStore(Database database, RetryPolicy retryPolicy, Clock clock) {
        sessions = new Reconnecting<>(database, retryPolicy, clock, SignalSession::new);
    }

    /** @throws MillraceException of kind EXTERNAL when the database stayed away for longer than the policy allows */
    void write(List<PendingSignal> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        SignalBatch signals =
                SignalBatch.of(batch.stream().map(PendingSignal::signal).toList());
        try {
            sessions.retrying(session -> session.write(signals));
        } catch (DataFault fault) {
            if (batch.size() == 1) {
                refuse(batch.get(0).frame(), String.valueOf(fault.getMessage()));
                return;
            }
            int middle = batch.size() / 2;
            write(batch.subList(0, middle));
            write(batch.subList(middle, batch.size()));
        }
    }

    /** Keeps a record that is no signal, with the reason, once. */
    void refuse(SignalFrame frame, String reason) throws InterruptedException {
        LOG.warn("{}", Expected.message("signal " + frame, reason, "one of its topic; see signal_refused"));
        try {
            sessions.retrying(session -> session.refuse(frame, reason));
        } catch (DataFault fault) {
            throw new MillraceException(
                    ErrorKind.INTERNAL, "REFUSAL_REFUSED", "signal_refused: not written (expected: takes any)", fault);
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
