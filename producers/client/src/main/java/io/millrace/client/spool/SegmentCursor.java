package io.millrace.client.spool;

import org.jspecify.annotations.Nullable;

/** Walks over the committed records of a chain of segments. Not thread-safe: the sender's own. */
final class SegmentCursor {
    private Segment segment;
    private int offset;

    SegmentCursor(Segment first) {
        this(first, first.start());
    }

    private SegmentCursor(Segment segment, int offset) {
        this.segment = segment;
        this.offset = offset;
    }

    SegmentCursor copy() {
        return new SegmentCursor(segment, offset);
    }

    Segment segment() {
        return segment;
    }

    int offset() {
        return offset;
    }

    /** The next record; null when there is none, or it is still being written. */
    @Nullable
    SpooledRecord next() {
        if (!findNext()) {
            return null;
        }
        SpooledRecord found = new SpooledRecord(segment, offset);
        offset += Frames.bytes(Frames.lengthOf(Frames.word(segment.bytes(), offset)));
        return found;
    }

    /** Moves over what is to be skipped and finished segments; true when it stands before a committed record. */
    boolean findNext() {
        while (true) {
            // Read before the tail: a segment with a successor gets no more records.
            Segment successor = segment.next();
            if (offset < segment.tail()) {
                long head = Frames.word(segment.bytes(), offset);
                if (!Frames.isSkip(head)) {
                    return Frames.word(segment.bytes(), offset + Frames.COMMIT) != 0;
                }
                offset += Frames.stretchOf(head);
            } else if (successor == null) {
                return false;
            } else {
                segment = successor;
                offset = successor.start();
            }
        }
    }

    /** True when nothing reserved lies before it, committed or not. */
    boolean atEnd() {
        return !findNext() && offset >= segment.tail() && segment.next() == null;
    }
}
