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

    /** At the start, in place of whatever is there. */
    void writeHeader(int schemaId) {
        ensure(HEADER_BYTES);
        writeHeader(bytes, schemaId);
        size = HEADER_BYTES;
    }

    /** Into the first five bytes. */
    static void writeHeader(byte[] message, int schemaId) {
        message[0] = MAGIC;
        for (int i = 1; i < HEADER_BYTES; i++) {
            message[i] = (byte) (schemaId >>> ((HEADER_BYTES - 1 - i) * 8));
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
