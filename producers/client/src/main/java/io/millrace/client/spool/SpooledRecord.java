package io.millrace.client.spool;

/** A record in the spool: where it is. Its bytes are read from the file each time they are asked for. */
public final class SpooledRecord {
    private final Segment segment;
    private final int offset;

    SpooledRecord(Segment segment, int offset) {
        this.segment = segment;
        this.offset = offset;
    }

    public byte[] key() {
        byte[] key = new byte[keyLength()];
        segment.bytes().get(offset + Frames.PAYLOAD, key);
        return key;
    }

    /** The body behind {@code headroom} zero bytes. */
    public byte[] body(int headroom) {
        int keyLength = keyLength();
        int length = Frames.lengthOf(Frames.word(segment.bytes(), offset)) - keyLength;
        byte[] body = new byte[headroom + length];
        segment.bytes().get(offset + Frames.PAYLOAD + keyLength, body, headroom, length);
        return body;
    }

    /** JSON text of the schema the body was written with; the same object for all records of a segment. */
    public String schema() {
        return segment.header().schema();
    }

    /** Microseconds since the epoch. */
    public long acceptedAtMicros() {
        return Frames.word(segment.bytes(), offset + Frames.ACCEPTED_AT);
    }

    /** What the record takes in the file. */
    public int bytes() {
        return Frames.bytes(Frames.lengthOf(Frames.word(segment.bytes(), offset)));
    }

    Segment segment() {
        return segment;
    }

    int offset() {
        return offset;
    }

    private int keyLength() {
        return Frames.keyLengthOf(Frames.word(segment.bytes(), offset + Frames.COMMIT));
    }
}
