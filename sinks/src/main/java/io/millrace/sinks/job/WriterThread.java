package io.millrace.sinks.job;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.sinks.database.UsageStore;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that alone uses a store, so that the task reads and decodes meanwhile. It is handed one piece of work at a time;
 * what that threw is thrown at every later call, so that no checkpoint can pass what was not written. Used by one thread,
 * the task's.
 */
final class WriterThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

    private final UsageStore store;
    private final SinkCounters counters;
    private final Duration closing;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(WriterThread::named);
    private @Nullable Future<Added> handedOver;

    /** What a piece of work added: rows, and those of them that are summed under other. */
    private record Added(long rows, long underOther) {}

    /** What is done with the store; how many rows it added. */
    @FunctionalInterface
    interface Work {
        long in(UsageStore store) throws InterruptedException;
    }

    /**
     * @param counters count what was added once it is known to this thread's user
     * @param closing how long closing waits for a statement that is under way
     */
    WriterThread(UsageStore store, SinkCounters counters, Duration closing) {
        this.store = store;
        this.counters = counters;
        this.closing = closing;
    }

    /** Whether handing over would wait. */
    boolean isBusy() {
        return handedOver != null && !handedOver.isDone();
    }

    /**
     * Hands over work, as soon as what was handed over before is done.
     *
     * @throws MillraceException what the work before threw; then this work is not begun
     */
    void handOver(Work work) throws InterruptedException {
        await();
        handedOver = thread.submit(() -> {
            long underOther = store.rowsUnderOther();
            long rows = work.in(store);
            return new Added(rows, store.rowsUnderOther() - underOther);
        });
    }

    /** Waits until nothing is left to do, and throws what the work threw. */
    void await() throws InterruptedException {
        Future<Added> last = handedOver;
        if (last == null) {
            return;
        }
        Added added = result(last);
        counters.added(added.rows(), added.underOther());
        handedOver = null;
    }

    /** Interrupts the work: what it did not commit is rolled back and read again. The store is closed by its own thread. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        if (handedOver != null) {
            handedOver.cancel(true);
        }
        thread.execute(store::close);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(closing.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("database: no answer (expected: within {}; the writer ends when it comes)", closing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Added result(Future<Added> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MillraceException known) {
                throw new MillraceException(known.kind(), known.code(), String.valueOf(known.getMessage()), known);
            }
            throw new MillraceException(
                    ErrorKind.INTERNAL, "BATCH_NOT_WRITTEN", "batch: not written (expected: written)", e.getCause());
        }
    }

    private static Thread named(Runnable work) {
        Thread thread = new Thread(work, "write-usage");
        thread.setDaemon(true);
        return thread;
    }
}
