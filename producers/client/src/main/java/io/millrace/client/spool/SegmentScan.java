package io.millrace.client.spool;

import java.nio.ByteBuffer;

/**
 * Reads a segment that an earlier process left, from its watermark on, and makes it readable: a record that was being
 * written, or is damaged, is marked to be skipped; what can be read after it is kept; behind the last record there are
 * zeros again. Scanning twice gives the same records. Not thread-safe.
 */
final class SegmentScan {
    private final ByteBuffer segment;
    private final long basePosition;
    private final int from;
    private int records;
    private long recordBytes;
    private long tornBytes;
    private int corruptFrames;
    private long corruptBytes;
    private int tail;

    private SegmentScan(ByteBuffer segment, long basePosition, int from) {
        this.segment = segment;
        this.basePosition = basePosition;
        this.from = from;
        this.tail = from;
    }

    /** @param from offset of the first record that is needed */
    static SegmentScan of(ByteBuffer segment, long basePosition, int from) {
        SegmentScan scan = new SegmentScan(segment, basePosition, from);
        scan.run();
        return scan;
    }

    /** Whole records. */
    int records() {
        return records;
    }

    /** What they take, in bytes. */
    long recordBytes() {
        return recordBytes;
    }

    /** Bytes of records that were not complete when the process died. */
    long tornBytes() {
        return tornBytes;
    }

    /** Damaged stretches. */
    int corruptFrames() {
        return corruptFrames;
    }

    /** Bytes of the damaged stretches. */
    long corruptBytes() {
        return corruptBytes;
    }

    /** Offset behind the last record. */
    int tail() {
        return tail;
    }

    private void run() {
        int offset = from;
        while (offset >= 0 && offset < segment.capacity()) {
            offset = headAt(offset) ? readFrame(offset) : readDamage(offset);
        }
    }

    private int readFrame(int offset) {
        long head = Frames.word(segment, offset);
        if (Frames.isSkip(head)) {
            return offset + Frames.stretchOf(head);
        }
        int bytes = Frames.bytes(Frames.lengthOf(head));
        if (Frames.isWhole(segment, offset, basePosition + offset)) {
            records++;
            recordBytes += bytes;
            tail = offset + bytes;
        } else {
            if (Frames.word(segment, offset + Frames.COMMIT) == 0) {
                tornBytes += bytes;
            } else {
                corruptFrames++;
                corruptBytes += bytes;
            }
            skip(offset, bytes);
        }
        return offset + bytes;
    }

    /** No head here: the end, or damage with more records behind it. Negative at the end. */
    private int readDamage(int offset) {
        int lastUsed = -1;
        for (int next = offset; next < segment.capacity(); next += Frames.WORD) {
            if (Frames.word(segment, next) != 0) {
                lastUsed = next;
                if (next > offset && wholeAt(next)) {
                    corruptFrames++;
                    corruptBytes += next - offset;
                    skip(offset, next - offset);
                    return next;
                }
            }
        }
        if (lastUsed >= 0) {
            corruptFrames++;
            corruptBytes += lastUsed + Frames.WORD - offset;
            for (int word = offset; word <= lastUsed; word += Frames.WORD) {
                Frames.putWord(segment, word, 0);
            }
        }
        return -1;
    }

    private void skip(int offset, int stretch) {
        Frames.putWord(segment, offset, Frames.skipHead(basePosition + offset, stretch));
    }

    /** A head that was written here, with a length that fits. */
    private boolean headAt(int offset) {
        long head = Frames.word(segment, offset);
        if (!Frames.isHead(head, basePosition + offset)) {
            return false;
        }
        int left = segment.capacity() - offset;
        if (Frames.isSkip(head)) {
            int stretch = Frames.stretchOf(head);
            return stretch >= Frames.WORD && stretch <= left && stretch % Frames.WORD == 0;
        }
        return Frames.lengthOf(head) <= left - Frames.PAYLOAD && Frames.bytes(Frames.lengthOf(head)) <= left;
    }

    private boolean wholeAt(int offset) {
        return headAt(offset)
                && !Frames.isSkip(Frames.word(segment, offset))
                && Frames.isWhole(segment, offset, basePosition + offset);
    }
}
