package io.millrace.streams.state;

import java.nio.ByteBuffer;

/**
 * The newest version of a price that could be read. Immutable.
 *
 * @param offset of the version in the prices topic
 * @param value as it came; the bytes are not copied
 */
public record KeptPrice(long offset, ByteBuffer value) {
    /** The value as an array of its own. */
    public byte[] bytes() {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
