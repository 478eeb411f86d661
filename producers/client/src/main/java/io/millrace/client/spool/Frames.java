package io.millrace.client.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Layout of a record in a segment; words are 8 bytes, little-endian, and aligned, so that each is written whole.
 *
 * <pre>
 *  0  head: payload length (high half), check of length and position (low half); written when the place is reserved
 *  8  commit: CRC (high half), key length (low half, never 0); written last
 * 16  when publish took it, microseconds since the epoch
 * 24  payload: key, body; zeros up to the next word
 * </pre>
 *
 * A head with its sign set stands for a stretch to be skipped, of that length. The position in the log is part of both
 * checks, so that what an earlier use of the file has left never passes for a record.
 */
final class Frames {
    static final int COMMIT = 8;
    static final int ACCEPTED_AT = 16;
    static final int PAYLOAD = 24;
    static final int WORD = 8;

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SKIP = 0x8000_0000;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Frames() {}

    /** Bytes a record takes; a multiple of the word. */
    static int bytes(int payload) {
        return (PAYLOAD + payload + WORD - 1) & -WORD;
    }

    static long word(ByteBuffer bytes, int offset) {
        return (long) WORDS.getAcquire(bytes, offset);
    }

    static void putWord(ByteBuffer bytes, int offset, long word) {
        WORDS.setRelease(bytes, offset, word);
    }

    static long head(long position, int payload) {
        return ((long) payload << Integer.SIZE) | Integer.toUnsignedLong(mix(position, payload));
    }

    static long skipHead(long position, int stretch) {
        return head(position, stretch | SKIP);
    }

    /** The length in a head, or the stretch to be skipped with the sign set. */
    static int lengthOf(long head) {
        return (int) (head >>> Integer.SIZE);
    }

    static boolean isSkip(long head) {
        return head < 0;
    }

    static int stretchOf(long head) {
        return lengthOf(head) & ~SKIP;
    }

    /** True for a head written at this position. */
    static boolean isHead(long head, long position) {
        return head != 0 && (int) head == mix(position, lengthOf(head));
    }

    /** CRC32C of what is stored; the rest of the record is mixed in by {@link #commit}. */
    static int contentCrc(byte[] key, byte[] body, int bodyLength) {
        CRC32C crc = new CRC32C();
        crc.update(key, 0, key.length);
        crc.update(body, 0, bodyLength);
        return (int) crc.getValue();
    }

    static int contentCrc(ByteBuffer segment, int offset, int payload) {
        CRC32C crc = new CRC32C();
        crc.update(segment.duplicate().limit(offset + PAYLOAD + payload).position(offset + PAYLOAD));
        return (int) crc.getValue();
    }

    static long commit(int contentCrc, long position, long acceptedAtMicros, int keyLength) {
        int crc = contentCrc ^ mix(position ^ Long.rotateLeft(acceptedAtMicros * GOLDEN, 31), keyLength);
        return ((long) crc << Integer.SIZE) | keyLength;
    }

    static int keyLengthOf(long commit) {
        return (int) commit;
    }

    /** True when the record at the offset, whose head is right, is complete and undamaged. */
    static boolean isWhole(ByteBuffer segment, int offset, long position) {
        int payload = lengthOf(word(segment, offset));
        long commit = word(segment, offset + COMMIT);
        int keyLength = keyLengthOf(commit);
        return commit != 0
                && keyLength > 0
                && keyLength <= payload
                && commit
                        == commit(
                                contentCrc(segment, offset, payload),
                                position,
                                word(segment, offset + ACCEPTED_AT),
                                keyLength);
    }

    private static int mix(long position, int length) {
        long z = (position + GOLDEN) * GOLDEN + length;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return (int) (z ^ (z >>> 31));
    }
}
