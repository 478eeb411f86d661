package io.millrace.client.spool;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A write-ahead log on disk. Any thread appends, without a system call; one thread, the sender, reads and says what need
 * not be kept; a thread of its own prepares files and forces them to the disk as the policy says.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final Duration LAST_WRITES_MAX = Duration.ofSeconds(1);

    private final SpoolSettings settings;
    private final SpoolDirectory directory;
    private final SegmentSupply supply;
    private final SpoolThread background;
    private final Recovery recovered;
    private final Clock clock;
    private final int frameBytesMax;
    private final ReentrantLock appending = new ReentrantLock();
    private final AtomicLong pendingRecords = new AtomicLong();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final AtomicLong syncFailures = new AtomicLong();
    /** Full segments in which a record was committed that the last force of the segment may not have seen. */
    private final Queue<Segment> late = new ConcurrentLinkedQueue<>();
    /** The segment being filled; null before the first, since what an earlier process filled is never filled further. */
    private @Nullable Segment filling;
    /** End of the chain. Written under the lock. */
    private volatile @Nullable Segment last;

    private boolean closed;
    /** A segment before which none is needed; the sender begins there. Written under the lock, then by the sender. */
    private volatile @Nullable Segment first;

    private @Nullable SegmentCursor cursor;
    private @Nullable Segment oldest;

    private Spool(
            SpoolSettings settings,
            SpoolDirectory directory,
            SegmentSupply supply,
            Recovery recovered,
            int frameBytesMax,
            Clock clock) {
        this.settings = settings;
        this.directory = directory;
        this.supply = supply;
        this.recovered = recovered;
        this.frameBytesMax = frameBytesMax;
        this.clock = clock;
        this.background = new SpoolThread(supply, settings, this::syncFrom, clock);
        recovered.segments().forEach(this::link);
        pendingRecords.set(recovered.records());
        pendingBytes.set(recovered.recordBytes());
    }

    /**
     * Locks the directory, reads and verifies what an earlier process left, and prepares the first file. A full disk does not
     * stop it: it takes nothing until there is space.
     *
     * @param schema JSON text of the Avro schema of the bodies to come
     * @throws MillraceException when the directory cannot be used, is in use, or holds a later format
     */
    public static Spool open(SpoolSettings settings, String schema, Clock clock) {
        return open(settings, schema, clock, new MappedFiles(new DiskForcing()));
    }

    static Spool open(SpoolSettings settings, String schema, Clock clock, SegmentFiles files) {
        Spool spool = openUnattended(settings, schema, clock, files);
        try {
            spool.background.start();
            return spool;
        } catch (RuntimeException | Error e) {
            spool.directory.close();
            throw e;
        }
    }

    /** The same without its thread: somebody else calls {@link #upkeep}. */
    static Spool openUnattended(SpoolSettings settings, String schema, Clock clock, SegmentFiles files) {
        int headerBytes = new SegmentHeader(0, settings.segmentBytes(), schema).bytes();
        int frameBytesMax = settings.segmentBytes() - headerBytes;
        if (frameBytesMax < settings.segmentBytes() / 2) {
            throw MillraceException.user(
                    "SPOOL_SEGMENT", "spool.segment.bytes", settings.segmentBytes(), "2 x " + headerBytes + " or more");
        }
        SpoolDirectory directory = SpoolDirectory.lock(settings.directory());
        try {
            Recovery recovered = Recovery.of(directory, files);
            SegmentSupply supply = new SegmentSupply(
                    settings, files, schema, recovered.segments().size(), recovered.endPosition());
            supply.work();
            return new Spool(settings, directory, supply, recovered, frameBytesMax, clock);
        } catch (IOException e) {
            directory.close();
            throw SpoolDirectory.unusable(settings.directory(), e);
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Appends a record. Makes no system call and waits for nothing but other appenders' nanoseconds, unless the policy is
     * EVERY_RECORD, which waits for the disk.
     *
     * @param key at least one byte
     * @param body its first {@code bodyLength} bytes are the record's
     * @param beforeVisible runs once, before the sender can see the record, if it is taken
     */
    public AppendResult append(byte[] key, byte[] body, int bodyLength, long acceptedAtMicros, Runnable beforeVisible) {
        int payload = key.length + bodyLength;
        int bytes = Frames.bytes(payload);
        if (bytes > frameBytesMax || key.length == 0) {
            return AppendResult.TOO_LARGE;
        }
        int contentCrc = Frames.contentCrc(key, body, bodyLength);
        Segment segment;
        int offset;
        appending.lock();
        try {
            segment = closed ? null : segmentFor(bytes);
            if (segment == null) {
                return closed ? AppendResult.CLOSED : supply.failing() ? AppendResult.UNWRITABLE : AppendResult.FULL;
            }
            offset = segment.reserve(payload);
            pendingRecords.getAndIncrement();
            pendingBytes.getAndAdd(bytes);
        } finally {
            appending.unlock();
        }
        if (!filled(segment, offset, key, body, bodyLength, acceptedAtMicros)) {
            return AppendResult.UNWRITABLE;
        }
        beforeVisible.run();
        segment.commit(offset, contentCrc, acceptedAtMicros, key.length);
        afterCommit(segment);
        return AppendResult.TAKEN;
    }

    /** The next record in order; null when there is none. Sender only. */
    public @Nullable SpooledRecord next() {
        SegmentCursor here = cursor();
        return here == null ? null : here.next();
    }

    /** True when {@link #next} would find one. Sender only. */
    public boolean hasNext() {
        SegmentCursor here = cursor();
        return here != null && here.findNext();
    }

    /** A record is acknowledged or refused, and no longer pending; once for each. Any thread. */
    public void settled(int recordBytes) {
        pendingRecords.decrementAndGet();
        pendingBytes.addAndGet(-recordBytes);
    }

    /**
     * Nothing before this record is needed; null: nothing that was read is. Writes the watermark and gives segments back.
     * Sender only.
     */
    public void keepFrom(@Nullable SpooledRecord record) {
        SegmentCursor here = cursor();
        if (here == null) {
            return;
        }
        Segment kept = record == null ? here.segment() : record.segment();
        int offset = record == null ? here.offset() : record.offset();
        Segment segment = oldest;
        while (segment != null && segment != kept) {
            Segment successor = segment.next();
            segment.retire();
            supply.giveBack(segment);
            background.wake();
            segment = successor;
        }
        oldest = kept;
        first = kept;
        if (SegmentHeader.watermark(kept.bytes()) != offset) {
            SegmentHeader.watermark(kept.bytes(), offset);
        }
    }

    /** Records appended, or found at the start, and not settled. */
    public long pendingRecords() {
        return pendingRecords.get();
    }

    public long pendingBytes() {
        return pendingBytes.get();
    }

    /** Records found at the start. */
    public long replayedRecords() {
        return recovered.records();
    }

    public SpoolState state() {
        int segments = supply.count();
        return recovered.state(
                segments,
                (long) segments * settings.segmentBytes(),
                settings.capBytes(),
                !supply.failing(),
                syncFailures.get());
    }

    /** Does what is due in the background; nanoseconds until there is more. The spool's thread only. */
    long upkeep() {
        return background.round();
    }

    /** Takes nothing more: append answers CLOSED. */
    public void refuseMore() {
        appending.lock();
        try {
            closed = true;
        } finally {
            appending.unlock();
        }
    }

    /** Waits for the last writers, lets go of the files and unlocks the directory. After the sender has ended. */
    @Override
    public void close() {
        refuseMore();
        awaitLastWrites();
        background.stop();
        if (settings.fsync() != FsyncPolicy.NONE) {
            syncFrom(background.synced());
        }
        directory.close();
    }

    private void afterCommit(Segment segment) {
        if (settings.fsync() == FsyncPolicy.EVERY_RECORD) {
            sync(segment);
        } else if (settings.fsync() == FsyncPolicy.INTERVAL && segment.next() != null) {
            late.add(segment);
        }
    }

    private @Nullable Segment segmentFor(int frameBytes) {
        Segment current = filling;
        if (current != null && current.fits(frameBytes)) {
            return current;
        }
        Segment fresh = supply.take();
        if (fresh != null) {
            link(fresh);
            filling = fresh;
        }
        background.wake();
        return fresh;
    }

    private void link(Segment segment) {
        Segment before = last;
        last = segment;
        if (before == null) {
            first = segment;
        } else {
            before.linkTo(segment);
        }
    }

    private boolean filled(Segment segment, int offset, byte[] key, byte[] body, int bodyLength, long acceptedAt) {
        try {
            segment.write(offset, key, body, bodyLength, acceptedAt);
            return true;
        } catch (RuntimeException
                | InternalError e) { // InternalError: the mapped page is gone, such as a truncated file
            LOG.error("spool segment {} not written", segment.file(), e);
            settled(Frames.bytes(key.length + bodyLength));
            segment.abandon(offset, key.length + bodyLength);
            return false;
        }
    }

    private @Nullable SegmentCursor cursor() {
        Segment start = first;
        if (cursor == null && start != null) {
            cursor = new SegmentCursor(start);
            oldest = start;
        }
        return cursor;
    }

    /** An appender that had its place when the spool closed is still writing, for nanoseconds. */
    private void awaitLastWrites() {
        SegmentCursor here = cursor();
        if (here == null) {
            return;
        }
        SegmentCursor ahead = here.copy();
        long start = clock.tickNanos();
        while (!ahead.atEnd() && clock.tickNanos() - start < LAST_WRITES_MAX.toNanos()) {
            if (ahead.next() == null) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Forces what has been appended, from the segment on that was forced last; where to go on next time: the last segment,
     * or one before it that the disk refused.
     */
    private @Nullable Segment syncFrom(@Nullable Segment lastSynced) {
        syncLate();
        Segment segment = lastSynced == null ? first : lastSynced;
        Segment refused = null;
        while (segment != null) {
            // Looked at before the force: with a successor the segment is full, and all of it is forced now.
            Segment successor = segment.next();
            if (!sync(segment) && refused == null) {
                refused = segment;
            }
            if (successor == null) {
                return refused == null ? segment : refused;
            }
            segment = successor;
        }
        return null;
    }

    private void syncLate() {
        Segment segment = late.peek();
        while (segment != null && sync(segment)) {
            late.remove();
            segment = late.peek();
        }
    }

    private boolean sync(Segment segment) {
        try {
            segment.sync();
            return true;
        } catch (UncheckedIOException e) {
            if (syncFailures.getAndIncrement() == 0) {
                LOG.error("spool segment {} not forced to the disk", segment.file(), e);
            }
            return false;
        }
    }
}
