package io.millrace.billing.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step done again and again on a thread of its own: at once while there is work, after a pause when there is none or
 * when it failed. {@link #close} ends it after the step at hand.
 */
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    /** One step; returns whether there may be more to do at once. */
    @FunctionalInterface
    interface Step {
        boolean run();
    }

    private final String name;
    private final Step step;
    private final Duration idlePause;
    private final Runnable atEnd;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final LongAdder errors = new LongAdder();

    private Loop(String name, Step step, Duration idlePause, Runnable atEnd) {
        this.name = name;
        this.step = step;
        this.idlePause = idlePause;
        this.atEnd = atEnd;
        thread = new Thread(this::run, name);
    }

    /** @param atEnd run last, on the loop's own thread: some clients may be closed by no other */
    static Loop start(String name, Step step, Duration idlePause, Runnable atEnd) {
        Loop loop = new Loop(name, step, idlePause, atEnd);
        loop.thread.setDaemon(true);
        loop.thread.start();
        return loop;
    }

    /** What the last step failed of; null when it did not. */
    @Nullable
    String failure() {
        return failure.get();
    }

    String name() {
        return name;
    }

    /** Steps that failed since the start. */
    long errors() {
        return errors.sum();
    }

    /** Whether it goes on: until it is told to end. */
    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        Duration pause = Duration.ZERO;
        while (!stopped(pause)) {
            pause = step();
        }
        atEnd.run();
    }

    private Duration step() {
        try {
            boolean more = step.run();
            failure.set(null);
            return more ? Duration.ZERO : idlePause;
        } catch (RuntimeException e) {
            // The edge of the thread: broker, database and Stripe fail in their own ways, and each is tried again.
            errors.increment();
            String message = name + ": " + e.getMessage();
            if (!message.equals(failure.getAndSet(message))) {
                LOG.warn("{} failed; tried again every {}", name, FAILURE_PAUSE, e);
            }
            return FAILURE_PAUSE;
        }
    }

    private boolean stopped(Duration pause) {
        try {
            return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Asks the loop to end, without waiting. */
    void stop() {
        stop.countDown();
    }

    /** Waits for the step at hand, 5 s at most; a step that hangs is interrupted. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
    }
}
