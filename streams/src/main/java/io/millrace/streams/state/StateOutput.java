package io.millrace.streams.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing byte array: longs as zigzag varints, texts as their length and UTF-8. Not thread-safe. */
public final class StateOutput {
    private static final int LONG_BYTES_MAX = 10;

    private byte[] bytes = new byte[256];
    private int size;

    StateOutput(int version) {
        bytes[size++] = (byte) version;
    }

    StateOutput putLong(long value) {
        ensure(LONG_BYTES_MAX);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    StateOutput putNullable(@Nullable Long value) {
        putLong(value == null ? 0 : 1);
        return value == null ? this : putLong(value);
    }

    <E extends Enum<E>> StateOutput putCode(Codes<E> codes, E constant) {
        return putLong(codes.of(constant));
    }

    StateOutput putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putLong(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
        return this;
    }

    StateOutput putBytes(ByteBuffer value) {
        int length = value.remaining();
        putLong(length);
        ensure(length);
        value.duplicate().get(bytes, size, length);
        size += length;
        return this;
    }

    int size() {
        return size;
    }

    /** Begins again, with the same version. */
    void clear() {
        size = 1;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
