package io.millrace.client.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Beginning of a segment file, little-endian.
 *
 * <pre>
 *  0  magic, written last; 0 while the file is being made ready, and once all of it is acknowledged
 *  8  format version (int)      12  length of this header (int)
 * 16  position of the file's first byte in the log
 * 24  length of the file (int)  28  length of the schema (int)
 * 32  CRC32C of bytes 8 to 31 and of the schema (int)
 * 40  watermark: offset before which everything is settled; grows while the file is in use
 * 48  the Avro schema the bodies were written with, UTF-8; zeros up to the next word
 * </pre>
 *
 * @param basePosition of the file's first byte in the log
 * @param segmentBytes length of the file
 * @param schema JSON text
 */
record SegmentHeader(long basePosition, int segmentBytes, String schema) {
    static final int VERSION = 1;

    private static final long MAGIC = 0x314C_4F4F_5053_524DL; // "MRSPOOL1"
    private static final int VERSION_AT = 8;
    private static final int LENGTH_AT = 12;
    private static final int BASE_AT = 16;
    private static final int SEGMENT_AT = 24;
    private static final int SCHEMA_LENGTH_AT = 28;
    private static final int CRC_AT = 32;
    private static final int WATERMARK_AT = 40;
    private static final int SCHEMA_AT = 48;

    /** What the beginning of a file says about it. */
    enum Kind {
        /** Nothing in it is needed. */
        FREE,
        /** Records may be in it. */
        USED,
        /** Written by a later version of Millrace. */
        LATER_VERSION,
        /** Not a segment, or its beginning is damaged. */
        DAMAGED
    }

    /** Bytes of the header, a multiple of the word. */
    int bytes() {
        return bytes(schema.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Writes it; a death in the middle leaves a FREE file. The watermark is after the header. */
    void write(ByteBuffer file) {
        Frames.putWord(file, 0, 0);
        byte[] text = schema.getBytes(StandardCharsets.UTF_8);
        file.putInt(VERSION_AT, VERSION);
        file.putInt(LENGTH_AT, bytes(text.length));
        file.putLong(BASE_AT, basePosition);
        file.putInt(SEGMENT_AT, segmentBytes);
        file.putInt(SCHEMA_LENGTH_AT, text.length);
        file.put(SCHEMA_AT, text);
        file.putLong(CRC_AT, Integer.toUnsignedLong(crc(file, text.length)));
        Frames.putWord(file, WATERMARK_AT, bytes(text.length));
        Frames.putWord(file, 0, MAGIC);
    }

    /** Declares that nothing in the file is needed. */
    static void free(ByteBuffer file) {
        Frames.putWord(file, 0, 0);
    }

    static Kind kindOf(ByteBuffer file) {
        if (file.capacity() < SCHEMA_AT || Frames.word(file, 0) == 0) {
            return Kind.FREE;
        }
        if (Frames.word(file, 0) != MAGIC) {
            return Kind.DAMAGED;
        }
        if (file.getInt(VERSION_AT) > VERSION) {
            return Kind.LATER_VERSION;
        }
        int schemaLength = file.getInt(SCHEMA_LENGTH_AT);
        boolean lengths = schemaLength >= 0
                && schemaLength <= file.capacity() - SCHEMA_AT
                && file.getInt(SEGMENT_AT) == file.capacity()
                && file.getInt(LENGTH_AT) == bytes(schemaLength);
        return lengths && file.getInt(CRC_AT) == crc(file, schemaLength) ? Kind.USED : Kind.DAMAGED;
    }

    /** The header of a file of kind USED. */
    static SegmentHeader read(ByteBuffer file) {
        byte[] text = new byte[file.getInt(SCHEMA_LENGTH_AT)];
        file.get(SCHEMA_AT, text);
        return new SegmentHeader(
                file.getLong(BASE_AT), file.getInt(SEGMENT_AT), new String(text, StandardCharsets.UTF_8));
    }

    /** Offset before which everything is settled; the end of the header where the word makes no sense. */
    static int watermark(ByteBuffer file) {
        long offset = Frames.word(file, WATERMARK_AT);
        int start = file.getInt(LENGTH_AT);
        boolean sane = offset >= start && offset <= file.capacity() && offset % Frames.WORD == 0;
        return sane ? (int) offset : start;
    }

    static void watermark(ByteBuffer file, int offset) {
        Frames.putWord(file, WATERMARK_AT, offset);
    }

    private static int bytes(int schemaLength) {
        return (SCHEMA_AT + schemaLength + Frames.WORD - 1) & -Frames.WORD;
    }

    private static int crc(ByteBuffer file, int schemaLength) {
        CRC32C crc = new CRC32C();
        crc.update(file.duplicate().limit(CRC_AT).position(VERSION_AT));
        crc.update(file.duplicate().limit(SCHEMA_AT + schemaLength).position(SCHEMA_AT));
        return (int) crc.getValue();
    }
}
