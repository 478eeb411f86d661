package io.millrace.sinks.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in PostgreSQL's binary COPY format: nothing is escaped, and the server parses no text. A growing array that is
 * used again for each batch. Not thread-safe.
 */
public final class CopyBuffer {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int NULL_LENGTH = -1;
    private static final int BIGINT_OID = 20;
    /** Microseconds from 1970 to PostgreSQL's epoch, 2000-01-01T00:00:00Z. */
    private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;
    /** Bytes one char of UTF-16 takes in UTF-8, at most. */
    private static final int UTF8_BYTES_MAX = 3;

    private byte[] bytes = new byte[64 * 1024];
    private int size;

    /** Forgets what is there and writes the header. */
    void start() {
        size = 0;
        reserve(SIGNATURE.length + 2 * Integer.BYTES);
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        size = SIGNATURE.length;
        int32(0); // flags
        int32(0); // length of the header's extension
    }

    /** Forgets what is there, within a copy. */
    void clear() {
        size = 0;
    }

    void startRow(int fields) {
        int16(fields);
    }

    void end() {
        int16(-1);
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void bool(boolean value) {
        int32(1);
        reserve(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    void integer(int value) {
        int32(Integer.BYTES);
        int32(value);
    }

    void integer(@Nullable Integer value) {
        if (value == null) {
            int32(NULL_LENGTH);
        } else {
            integer(value.intValue());
        }
    }

    void bigint(long value) {
        int32(Long.BYTES);
        int64(value);
    }

    void bigint(@Nullable Long value) {
        if (value == null) {
            int32(NULL_LENGTH);
        } else {
            bigint(value.longValue());
        }
    }

    void timestamp(long epochMicros) {
        bigint(Math.subtractExact(epochMicros, POSTGRES_EPOCH_MICROS));
    }

    void uuid(@Nullable UUID value) {
        if (value == null) {
            int32(NULL_LENGTH);
            return;
        }
        int32(2 * Long.BYTES);
        int64(value.getMostSignificantBits());
        int64(value.getLeastSignificantBits());
    }

    void text(@Nullable String value) {
        if (value == null) {
            int32(NULL_LENGTH);
            return;
        }
        int lengthAt = size;
        int32(0);
        utf8(value);
        int end = size;
        size = lengthAt;
        int32(end - lengthAt - Integer.BYTES);
        size = end;
    }

    void jsonb(@Nullable String json) {
        if (json == null) {
            int32(NULL_LENGTH);
            return;
        }
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        int32(utf8.length + 1);
        reserve(utf8.length + 1);
        bytes[size++] = 1; // version of the jsonb format
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    void bytea(@Nullable ByteBuffer value) {
        if (value == null) {
            int32(NULL_LENGTH);
            return;
        }
        int length = value.remaining();
        int32(length);
        reserve(length);
        value.get(bytes, size, length);
        size += length;
    }

    void bigints(long[] values) {
        int header = 3 * Integer.BYTES;
        if (values.length == 0) {
            int32(header);
            int32(0); // dimensions
            int32(0); // no nulls
            int32(BIGINT_OID);
            return;
        }
        int32(header + 2 * Integer.BYTES + values.length * (Integer.BYTES + Long.BYTES));
        int32(1); // dimensions
        int32(0); // no nulls
        int32(BIGINT_OID);
        int32(values.length);
        int32(1); // index of the first
        for (long value : values) {
            bigint(value);
        }
    }

    private void utf8(String value) {
        int length = value.length();
        reserve(length * UTF8_BYTES_MAX);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                byte[] rest = value.substring(i).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(rest, 0, bytes, size, rest.length);
                size += rest.length;
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    private void int16(int value) {
        reserve(Short.BYTES);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void int32(int value) {
        reserve(Integer.BYTES);
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void int64(long value) {
        int32((int) (value >>> 32));
        int32((int) value);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
