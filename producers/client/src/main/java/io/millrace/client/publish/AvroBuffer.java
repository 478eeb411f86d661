package io.millrace.client.publish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A growing byte array that takes Avro's binary encoding, reused from record to record. Not thread-safe. Behind every text
 * there is room for {@value #ROOM} bytes, so numbers make none: more of them do not stand between two texts.
 */
final class AvroBuffer {
    private static final int ROOM = 512;
    private static final int UUID_LENGTH = 36;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** A buffer that one huge record made grow beyond this is not kept. */
    private static final int KEPT_BYTES_MAX = 256 * 1024;

    private byte[] bytes = new byte[1024];
    private int size;

    /** The bytes; those before {@link #size} are written. Valid until the next reset. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void reset() {
        size = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[1024];
        }
    }

    void writeBoolean(boolean value) {
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    /** A long, an int, or an index, in zigzag varint form. */
    void writeLong(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A branch of a union {@code {null, x}}: false is null. */
    boolean writeBranch(boolean present) {
        bytes[size++] = (byte) (present ? 2 : 0);
        return present;
    }

    void writeOptional(@Nullable Long value) {
        if (writeBranch(value != null) && value != null) {
            writeLong(value);
        }
    }

    void writeOptional(@Nullable Integer value) {
        if (writeBranch(value != null) && value != null) {
            writeLong(value);
        }
    }

    void writeOptional(@Nullable String value) {
        if (writeBranch(value != null) && value != null) {
            writeString(value);
        }
    }

    void writeString(String value) {
        int length = value.length();
        ensure(length + ROOM);
        int start = size;
        writeLong(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                size = start;
                writeUtf8(value);
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    void writeBytes(ByteBuffer value) {
        int length = value.remaining();
        ensure(length + ROOM);
        writeLong(length);
        value.get(bytes, size, length);
        size += length;
    }

    /** The 36 characters of the id as a string. */
    void writeUuid(UUID id) {
        bytes[size++] = UUID_LENGTH << 1;
        writeHex(id.getMostSignificantBits(), 64, 32);
        bytes[size++] = '-';
        writeHex(id.getMostSignificantBits(), 32, 16);
        bytes[size++] = '-';
        writeHex(id.getMostSignificantBits(), 16, 0);
        bytes[size++] = '-';
        writeHex(id.getLeastSignificantBits(), 64, 48);
        bytes[size++] = '-';
        writeHex(id.getLeastSignificantBits(), 48, 0);
    }

    private void writeHex(long value, int fromBit, int toBit) {
        for (int shift = fromBit - 4; shift >= toBit; shift -= 4) {
            bytes[size++] = HEX[(int) (value >>> shift) & 0xF];
        }
    }

    private void writeUtf8(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        ensure(encoded.length + ROOM);
        writeLong(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
