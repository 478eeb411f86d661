package io.millrace.client.verdict;

import io.millrace.client.verdict.Complaints.Kind;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that feeds the view, from the beginning of the topics, reading uncommitted: a decision of an aborted
 * transaction is recomputed, so the milliseconds are won without loss. It ends only by {@link #close}: whatever goes
 * wrong is logged now and then, and it goes on where it was, with a new consumer; meanwhile the view grows old.
 */
final class DecisionReader implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionReader.class);
    private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ofMillis(500));
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final ReadingSession.Shared shared;
    private final Duration pause;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> current;

    DecisionReader(Supplier<Consumer<byte[], byte[]>> consumers, ReadingSession.Shared shared) {
        this.consumers = consumers;
        this.shared = shared;
        Duration period = shared.settings().probeEvery();
        this.pause = period.compareTo(PAUSE_MAX) < 0 ? period : PAUSE_MAX;
    }

    /** The complaints of a reader go to its own log. */
    static Complaints complaints(Clock clock) {
        return new Complaints(LOG, clock);
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                read();
            } catch (WakeupException e) {
                LOG.debug("decision reader woken up");
            } catch (InterruptException e) {
                return;
            } catch (RuntimeException | Error e) {
                // Even an error, such as memory that ran out for a moment: without this thread every verdict is stale.
                shared.tally().faults.increment();
                shared.complaints().about(Kind.FAULT, "reading decisions failed; it goes on with a new consumer", e);
            }
            pause();
        }
    }

    /** Waits until the view was complete once; false when the time is over first. */
    boolean awaitReady(Duration timeout) throws InterruptedException {
        return ready.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void read() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            current = consumer;
            ReadingSession session = new ReadingSession(consumer, shared);
            while (!isClosed()) {
                if (!session.step()) {
                    pause();
                }
                if (ready.getCount() > 0 && shared.age().isLoaded()) {
                    ready.countDown();
                }
            }
        } finally {
            current = null;
            consumer.close(AT_ONCE);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
