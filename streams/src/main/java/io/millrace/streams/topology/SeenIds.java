package io.millrace.streams.topology;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The event ids of the current and the previous dedupe window of stream time, so that an id is known for at least one
 * window and at most two ({@link SeenStore}). Not thread-safe.
 *
 * <p>A key is the number of the window (4 bytes), the last byte of the id, and the id (16 bytes).
 */
final class SeenIds {
    private static final int KEY_BYTES = 21;
    private static final int ID = 5;
    private static final byte[] SEEN = {1};

    private final KeyValueStore<byte[], byte[]> store;
    private final long windowMillis;

    SeenIds(KeyValueStore<byte[], byte[]> store, long windowMillis) {
        this.store = store;
        this.windowMillis = windowMillis;
    }

    /** True when the id was not there; it is from now on. */
    boolean add(UUID id, long streamTimeMillis) {
        byte[] key = key(Math.toIntExact(Math.max(0, streamTimeMillis) / windowMillis), id);
        if (store.get(key) != null) {
            return false;
        }
        store.put(key, SEEN);
        return true;
    }

    static byte[] key(int window, UUID id) {
        return ByteBuffer.allocate(KEY_BYTES)
                .putInt(window)
                .put((byte) id.getLeastSignificantBits())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static int windowOf(ByteBuffer key) {
        return key.getInt(0);
    }

    static long highOf(ByteBuffer key) {
        return key.getLong(ID);
    }

    static long lowOf(ByteBuffer key) {
        return key.getLong(ID + Long.BYTES);
    }
}
