package io.millrace.streams.topology;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The event ids of the current and the previous dedupe window of stream time, so that an id is known for at least one
 * window and at most two ({@link SeenStore}). Those of a transaction are written together when it ends. Not thread-safe.
 */
final class SeenIds {
    private static final int ID = Integer.BYTES;
    private static final int ID_BYTES = 2 * Long.BYTES;
    /** Ids in one record of the changelog: a quarter of a megabyte. */
    private static final int TOGETHER_MAX = 16_384;

    private final KeyValueStore<byte[], byte[]> store;
    private final long windowMillis;
    private final Set<UUID> unwritten = new HashSet<>();
    private int window;

    SeenIds(KeyValueStore<byte[], byte[]> store, long windowMillis) {
        this.store = store;
        this.windowMillis = windowMillis;
    }

    /** True when the id was not there; it is from now on. */
    boolean add(UUID id, long streamTimeMillis) {
        int now = Math.toIntExact(Math.max(0, streamTimeMillis) / windowMillis);
        if (now != window || unwritten.size() == TOGETHER_MAX) {
            write();
            window = now;
        }
        return store.get(key(window, id)) == null && unwritten.add(id);
    }

    /** Writes what was added: under the number of the window, the ids, 16 bytes each. */
    void write() {
        if (unwritten.isEmpty()) {
            return;
        }
        ByteBuffer ids = ByteBuffer.allocate(unwritten.size() * ID_BYTES);
        unwritten.forEach(id -> ids.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
        unwritten.clear();
        store.put(key(window), ids.array());
    }

    /** Under which ids of a window are written; 4 bytes. */
    static byte[] key(int window) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(window).array();
    }

    /** Under which an id is asked for: the window (4 bytes) and the id (16 bytes). */
    static byte[] key(int window, UUID id) {
        return ByteBuffer.allocate(Integer.BYTES + ID_BYTES)
                .putInt(window)
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
