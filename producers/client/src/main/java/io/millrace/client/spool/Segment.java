package io.millrace.client.spool;

import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log in one use of it, mapped into memory. Appenders reserve under the spool's lock and write outside of
 * it; the sender reads; segments form a chain in the order of the log.
 */
final class Segment {
    private final Path file;
    private final MappedByteBuffer bytes;
    private final SegmentFiles files;
    private final SegmentHeader header;
    private final int start;
    private final ReentrantLock syncing = new ReentrantLock();
    /** Forces begun and forces ended; one that began after a write covers it. */
    private volatile long syncsBegun;

    private volatile long syncsEnded;
    private volatile int tail;
    private volatile @Nullable Segment next;
    private volatile boolean retired;

    /** @param tail offset behind the last reserved record */
    Segment(Path file, MappedByteBuffer bytes, SegmentFiles files, SegmentHeader header, int tail) {
        this.file = file;
        this.files = files;
        this.bytes = bytes;
        this.header = header;
        this.start = SegmentHeader.watermark(bytes);
        this.tail = tail;
        bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    Path file() {
        return file;
    }

    MappedByteBuffer bytes() {
        return bytes;
    }

    SegmentHeader header() {
        return header;
    }

    /** Offset of the first record that is needed. */
    int start() {
        return start;
    }

    int tail() {
        return tail;
    }

    @Nullable
    Segment next() {
        return next;
    }

    void linkTo(Segment successor) {
        next = successor;
    }

    boolean fits(int frameBytes) {
        return frameBytes <= bytes.capacity() - tail;
    }

    /** Reserves the place of a record; under the spool's lock. A death from now on leaves a head without a commit. */
    int reserve(int payload) {
        int offset = tail;
        Frames.putWord(bytes, offset, Frames.head(position(offset), payload));
        tail = offset + Frames.bytes(payload);
        return offset;
    }

    /** Fills the place; the record does not count before {@link #commit}. */
    void write(int offset, byte[] key, byte[] body, int bodyLength, long acceptedAtMicros) {
        bytes.putLong(offset + Frames.ACCEPTED_AT, acceptedAtMicros);
        bytes.put(offset + Frames.PAYLOAD, key);
        bytes.put(offset + Frames.PAYLOAD + key.length, body, 0, bodyLength);
    }

    void commit(int offset, int contentCrc, long acceptedAtMicros, int keyLength) {
        long commit = Frames.commit(contentCrc, position(offset), acceptedAtMicros, keyLength);
        Frames.putWord(bytes, offset + Frames.COMMIT, commit);
    }

    /** Gives up a reserved place. */
    void abandon(int offset, int payload) {
        Frames.putWord(bytes, offset, Frames.skipHead(position(offset), Frames.bytes(payload)));
    }

    /** Forces what was written before the call to the disk; callers at the same time share one force. */
    void sync() {
        long begun = syncsBegun;
        syncing.lock();
        try {
            if (syncsEnded <= begun && !retired) {
                long mine = syncsBegun + 1;
                syncsBegun = mine;
                files.force(file, bytes, tail);
                syncsEnded = mine;
            }
        } finally {
            syncing.unlock();
        }
    }

    /** Nothing in it is needed any more, whatever happens from now on. */
    void retire() {
        retired = true;
        SegmentHeader.free(bytes);
    }

    private long position(int offset) {
        return header.basePosition() + offset;
    }
}
