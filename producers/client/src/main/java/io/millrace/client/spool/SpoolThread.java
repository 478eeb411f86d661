package io.millrace.client.spool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares segments whenever they are wanted, and forces the spool to the disk at the interval of the policy. */
final class SpoolThread {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolThread.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long JOIN_MILLIS = 10_000;

    /** Forces what was appended. */
    @FunctionalInterface
    interface Syncing {
        /** From the segment that was forced last, null at first; returns where to go on. */
        @Nullable
        Segment from(@Nullable Segment lastSynced);
    }

    private final SegmentSupply supply;
    private final Syncing syncing;
    private final long intervalNanos;
    private final Thread thread;
    private volatile boolean stopped;

    SpoolThread(SegmentSupply supply, SpoolSettings settings, Syncing syncing) {
        this.supply = supply;
        this.syncing = syncing;
        this.intervalNanos = settings.fsync() == FsyncPolicy.INTERVAL
                ? settings.fsyncInterval().toNanos()
                : 0;
        this.thread =
                new Thread(this::run, "millrace-spool-" + settings.directory().getFileName());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Once for each segment filled or given back, never for each record. */
    void wake() {
        LockSupport.unpark(thread);
    }

    void stop() {
        stopped = true;
        wake();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Segment synced = null;
        while (!stopped) {
            try {
                if (supply.wantsWork()) {
                    supply.work();
                }
                if (intervalNanos > 0) {
                    synced = syncing.from(synced);
                }
            } catch (RuntimeException | InternalError e) {
                LOG.error("spool maintenance failed, and goes on", e);
            }
            LockSupport.parkNanos(this, intervalNanos > 0 ? Math.min(intervalNanos, RETRY_NANOS) : RETRY_NANOS);
        }
    }
}
