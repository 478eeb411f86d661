package io.millrace.schemas.serde;

import java.nio.charset.StandardCharsets;

/**
 * Reads Avro's binary encoding out of a whole array. Not thread-safe. Bytes that end too early or make no sense are answered
 * with a RuntimeException, and no length that they claim is allocated beyond what is there.
 */
final class ByteSource {
    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD_MASK = 0x7F;
    private static final int INT_SHIFT_MAX = 28;
    private static final int LONG_SHIFT_MAX = 63;

    private final byte[] bytes;
    private int at;

    /** @param from offset of the first byte to be read; the last is the array's */
    ByteSource(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    boolean readBoolean() {
        return bytes[at++] == 1;
    }

    int readInt() {
        int raw = 0;
        for (int shift = 0; shift <= INT_SHIFT_MAX; shift += PAYLOAD_BITS) {
            int next = bytes[at++];
            raw |= (next & PAYLOAD_MASK) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new IllegalArgumentException("int: longer than 5 bytes (expected: a varint)");
    }

    long readLong() {
        long raw = 0;
        for (int shift = 0; shift <= LONG_SHIFT_MAX; shift += PAYLOAD_BITS) {
            long next = bytes[at++];
            raw |= (next & PAYLOAD_MASK) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new IllegalArgumentException("long: longer than 10 bytes (expected: a varint)");
    }

    String readString() {
        int length = readLength();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    byte[] readBytes() {
        byte[] copy = new byte[readLength()];
        System.arraycopy(bytes, at, copy, 0, copy.length);
        at += copy.length;
        return copy;
    }

    /**
     * Number of elements in the next block of an array or a map; 0 after the last block.
     *
     * @throws IllegalArgumentException when there are fewer bytes left than elements, of which each takes one or more
     */
    int readBlock() {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong(); // length of the block in bytes, of use to who skips it
        }
        return within(count);
    }

    private int readLength() {
        return within(readLong());
    }

    private int within(long count) {
        int left = bytes.length - at;
        if (count < 0 || count > left) {
            throw new IllegalArgumentException("length: " + count + " (expected: 0 to " + left + ")");
        }
        return (int) count;
    }
}
