package io.millrace.streams.state;

import io.millrace.schemas.error.Expected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateOutput} wrote. Not thread-safe. */
public final class StateInput {
    private final byte[] bytes;
    private int position;

    StateInput(byte[] bytes, int version) {
        this.bytes = bytes;
        if (bytes.length == 0 || bytes[0] != version) {
            throw Expected.illegal("state version", bytes.length == 0 ? "none" : bytes[0], String.valueOf(version));
        }
        position = 1;
    }

    long getLong() {
        long rest = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[position++];
            rest |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return (rest >>> 1) ^ -(rest & 1);
    }

    int getInt() {
        return Math.toIntExact(getLong());
    }

    @Nullable
    Long getNullable() {
        return getLong() == 0 ? null : getLong();
    }

    <E extends Enum<E>> E getCode(Codes<E> codes) {
        return codes.at(getInt());
    }

    String getText() {
        int length = getInt();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    boolean hasMore() {
        return position < bytes.length;
    }

    /** The bytes themselves, not a copy. */
    ByteBuffer getBytes() {
        int length = getInt();
        ByteBuffer value = ByteBuffer.wrap(bytes, position, length).slice();
        position += length;
        return value;
    }
}
