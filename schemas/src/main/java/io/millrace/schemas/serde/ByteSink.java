package io.millrace.schemas.serde;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing byte array without the lock of ByteArrayOutputStream. Not thread-safe. */
final class ByteSink extends OutputStream {
    static final int HEADER_BYTES = 5;
    static final byte MAGIC = 0;

    private byte[] bytes;
    private int size;

    ByteSink(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    void reset() {
        size = 0;
    }

    void writeHeader(int schemaId) {
        ensure(HEADER_BYTES);
        bytes[size++] = MAGIC;
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (schemaId >>> shift);
        }
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
