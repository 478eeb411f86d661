package io.millrace.alerts.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One destination at work on a thread of its own, until it is closed. Thread-safe. */
final class DestinationThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationThread.class);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Consumer<byte[], byte[]> consumer;
    private final DestinationConsumer destination;
    private final ExecutorService tries;
    private final Duration closeMax;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable String failure;

    /** @param closeMax how long closing waits for tries under way */
    DestinationThread(
            String name,
            Consumer<byte[], byte[]> consumer,
            DestinationConsumer destination,
            ExecutorService tries,
            Duration closeMax) {
        this.name = name;
        this.consumer = consumer;
        this.destination = destination;
        this.tries = tries;
        this.closeMax = closeMax;
        thread = new Thread(this::run, "alerts-" + name);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** What the last step failed of; null when it did not. */
    @Nullable
    String failure() {
        return failure;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        try (consumer) {
            work();
            destination.commit();
        } catch (RuntimeException e) {
            LOG.warn("{}: the last offsets were not committed", name, e);
        } finally {
            tries.shutdownNow();
        }
    }

    private void work() {
        try {
            while (!closing) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.warn("{}: interrupted; what was under way is tried again at the next start", name);
        }
    }

    private void step() throws InterruptedException {
        try {
            destination.step();
            failure = null;
        } catch (WakeupException e) {
            closing = true;
        } catch (RuntimeException e) {
            // The edge of the thread: the broker and the registry fail in their own ways, and each step is tried again.
            String message = name + ": " + e.getMessage();
            if (!message.equals(failure)) {
                LOG.warn("{} failed; tried again every {}", name, FAILURE_PAUSE, e);
            }
            failure = message;
            Thread.sleep(FAILURE_PAUSE.toMillis());
        }
    }

    /** Asks it to end, without waiting. */
    void stop() {
        if (!closing) {
            closing = true;
            // Once: a second one would meet the last commit.
            consumer.wakeup();
        }
    }

    /** Waits until tries under way have ended and offsets are committed; after a bound they are cut off. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(closeMax.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
