package io.millrace.client.spool;

import io.millrace.schemas.time.Clock;
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
    private final Clock clock;
    private final Thread thread;
    private long syncBegunNanos;
    private @Nullable Segment synced;
    private volatile boolean stopped;

    SpoolThread(SegmentSupply supply, SpoolSettings settings, Syncing syncing, Clock clock) {
        this.supply = supply;
        this.syncing = syncing;
        this.intervalNanos = settings.fsync() == FsyncPolicy.INTERVAL
                ? settings.fsyncInterval().toNanos()
                : 0;
        this.clock = clock;
        this.syncBegunNanos = clock.tickNanos();
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

    /** What is due; nanoseconds until something is again. One thread at a time, or before the start. */
    long round() {
        try {
            syncIfDue();
            if (supply.wantsWork()) {
                supply.work();
                // Making files may have taken longer than the interval.
                syncIfDue();
            }
        } catch (RuntimeException | InternalError e) {
            LOG.error("spool maintenance failed, and goes on", e);
        }
        return intervalNanos == 0 ? RETRY_NANOS : Math.min(untilSync(), RETRY_NANOS);
    }

    private void run() {
        while (!stopped) {
            long pause = round();
            if (pause > 0) {
                LockSupport.parkNanos(this, pause);
            }
        }
    }

    /** Where the next force goes on; after the thread has ended. */
    @Nullable
    Segment synced() {
        return synced;
    }

    private void syncIfDue() {
        if (intervalNanos > 0 && untilSync() <= 0) {
            syncBegunNanos = clock.tickNanos();
            synced = syncing.from(synced);
        }
    }

    private long untilSync() {
        return intervalNanos - (clock.tickNanos() - syncBegunNanos);
    }
}
