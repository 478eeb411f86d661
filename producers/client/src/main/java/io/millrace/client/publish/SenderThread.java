package io.millrace.client.publish;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the sender. Callers do not wake it: it looks every millisecond while there is traffic. Only after a
 * quarter of a second without any does it sleep until somebody wakes it, which costs that caller some microseconds once.
 */
final class SenderThread {
    private static final Logger LOG = LoggerFactory.getLogger(SenderThread.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** While Kafka or the registry is away: there is no hurry. */
    private static final long WAITING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Bounds what a wake-up lost to a fault could cost. */
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int IDLE_LOOKS_MAX = 250;

    private final Sender sender;
    private final Outbox outbox;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean stopped;

    SenderThread(Sender sender, Outbox outbox, String name) {
        this.sender = sender;
        this.outbox = outbox;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** After a record was appended; a plain read unless the thread sleeps. Any thread. */
    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread, whatever it waits for; false when it has not ended within the time. */
    boolean stop(Duration max) {
        stopped = true;
        sender.stop();
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(Math.max(1, max.toMillis()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        int idleLooks = 0;
        while (!stopped) {
            if (stepped()) {
                idleLooks = 0;
            } else {
                idleLooks++;
                pause(idleLooks);
            }
        }
    }

    private boolean stepped() {
        try {
            return sender.step();
        } catch (RuntimeException e) {
            // A fault of ours must not end the one thread that sends; what it had in hand is still in the outbox.
            LOG.error("sender of usage records failed, and goes on", e);
            return false;
        }
    }

    private void pause(int idleLooks) {
        if (idleLooks < IDLE_LOOKS_MAX) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        } else if (!sender.idle()) {
            LockSupport.parkNanos(this, WAITING_NANOS);
        } else {
            asleep = true;
            // Looked at after the flag is up: a record appended before it was seen is seen here.
            if (!outbox.hasNext() && !stopped) {
                LockSupport.parkNanos(this, SLEEP_NANOS);
            }
            asleep = false;
        }
    }
}
