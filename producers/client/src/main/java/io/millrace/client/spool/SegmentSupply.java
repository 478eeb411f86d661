package io.millrace.client.spool;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps segments ready: acknowledged ones are cleaned and used again, new files are made while the cap allows, and what is
 * too much is deleted. One thread at a time calls {@link #work}; the rest is thread-safe and does no input or output.
 */
final class SegmentSupply {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);
    private static final int READY_BYTES = 16 * 1024 * 1024;
    private static final int READY_MIN = 2;
    private static final int READY_MAX = 8;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final SpoolSettings settings;
    private final SegmentFiles files;
    private final String schema;
    private final int readyTarget;
    private final byte[] zeros = new byte[CHUNK_BYTES];
    private final Queue<Segment> ready = new ConcurrentLinkedQueue<>();
    private final Queue<Segment> retired = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count;
    private long nextBase;
    private volatile boolean failing;

    /**
     * @param count files there are already
     * @param lastPosition end of the log so far
     */
    SegmentSupply(SpoolSettings settings, SegmentFiles files, String schema, int count, long lastPosition) {
        this.settings = settings;
        this.files = files;
        this.schema = schema;
        this.count = new AtomicInteger(count);
        this.nextBase = lastPosition;
        int wanted = Math.max(READY_MIN, Math.min(READY_MAX, READY_BYTES / settings.segmentBytes()));
        this.readyTarget = Math.min(wanted, settings.segmentsMax() - 1);
    }

    /** A segment to be filled next, later in the log than all before; null when none is ready. */
    @Nullable
    Segment take() {
        return ready.poll();
    }

    /** Takes back a segment that has been retired. */
    void giveBack(Segment segment) {
        retired.add(segment);
    }

    /** True when there is something to do for {@link #work}. */
    boolean wantsWork() {
        return !retired.isEmpty() || (ready.size() < readyTarget && count.get() < settings.segmentsMax());
    }

    /** True while the disk does not give what is wanted. */
    boolean failing() {
        return failing;
    }

    int count() {
        return count.get();
    }

    /** Cleans, makes and deletes until enough is ready or the disk refuses. */
    void work() {
        try {
            Segment used = retired.poll();
            while (used != null) {
                reuseOrDelete(used);
                used = retired.poll();
            }
            while (ready.size() < readyTarget && count.get() < settings.segmentsMax()) {
                ready.add(make());
            }
            if (failing) {
                failing = false;
                LOG.info("spool {}: files can be made again", settings.directory());
            }
        } catch (IOException e) {
            if (!failing) {
                LOG.error("spool {}: no file can be made, tried again every second", settings.directory(), e);
            }
            failing = true;
        }
    }

    private void reuseOrDelete(Segment used) {
        if (ready.size() < readyTarget && used.bytes().capacity() == settings.segmentBytes()) {
            clean(used);
            ready.add(begin(used.file(), used.bytes()));
            return;
        }
        try {
            files.delete(used.file());
        } catch (IOException e) {
            LOG.warn("spool segment {} not deleted", used.file(), e);
        } finally {
            count.decrementAndGet();
        }
    }

    /** Zeros up to the tail; behind it there are zeros already. */
    private void clean(Segment used) {
        int end = used.tail();
        for (int at = Frames.WORD; at < end; at += CHUNK_BYTES) {
            used.bytes().put(at, zeros, 0, Math.min(CHUNK_BYTES, end - at));
        }
    }

    private Segment make() throws IOException {
        Path file = settings.directory().resolve(SpoolDirectory.nameOf(nextBase));
        MappedByteBuffer bytes = files.create(file, settings.segmentBytes(), settings.fsync() != FsyncPolicy.NONE);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        count.incrementAndGet();
        return begin(file, bytes);
    }

    private Segment begin(Path file, MappedByteBuffer bytes) {
        SegmentHeader header = new SegmentHeader(nextBase, settings.segmentBytes(), schema);
        nextBase += settings.segmentBytes();
        header.write(bytes);
        return new Segment(file, bytes, files, header, header.bytes());
    }
}
