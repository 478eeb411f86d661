package io.millrace.streams.topology;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The event ids of the current and the previous dedupe window of stream time, so that an id is known for at least one
 * window and at most two. Not thread-safe.
 *
 * <p>A key is the number of the window (4 bytes), the last byte of the id, and the id (16 bytes): the first two let
 * ended windows be deleted in small slices, a few ids with every record. Memory: about 190 bytes per id, so ten million
 * records a window need at most 3.8 GB; choose a shorter window at higher rates.
 */
final class SeenIds {
    private static final int KEY_BYTES = 21;
    private static final int SLICES = 256;
    private static final int EXPIRED_PER_RECORD = 8;
    private static final byte[] SEEN = {1};

    private final KeyValueStore<byte[], byte[]> store;
    private final long windowMillis;
    private int oldest;
    private int slice;
    private @Nullable KeyValueIterator<byte[], byte[]> expired;

    SeenIds(KeyValueStore<byte[], byte[]> store, long windowMillis) {
        this.store = store;
        this.windowMillis = windowMillis;
        this.oldest = oldestOf(store);
    }

    /** True when the id was not there; it is from now on. */
    boolean add(UUID id, long streamTimeMillis) {
        int window = Math.toIntExact(Math.max(0, streamTimeMillis) / windowMillis);
        oldest = Math.min(oldest, window);
        expire(window - 1);
        byte[] key = key(window, id);
        if (store.get(key) != null || store.get(key(window - 1, id)) != null) {
            return false;
        }
        store.put(key, SEEN);
        return true;
    }

    void close() {
        if (expired != null) {
            expired.close();
            expired = null;
        }
    }

    private void expire(int firstKept) {
        for (int i = 0; i < EXPIRED_PER_RECORD && oldest < firstKept; i++) {
            if (expired == null) {
                expired = store.range(bound(oldest, slice, (byte) 0), bound(oldest, slice, (byte) 0xFF));
            }
            if (expired.hasNext()) {
                KeyValue<byte[], byte[]> next = expired.next();
                store.delete(next.key);
            } else {
                close();
                slice = (slice + 1) % SLICES;
                oldest += slice == 0 ? 1 : 0;
            }
        }
    }

    private static int oldestOf(KeyValueStore<byte[], byte[]> store) {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            return all.hasNext() ? ByteBuffer.wrap(all.next().key).getInt() : Integer.MAX_VALUE;
        }
    }

    private static byte[] key(int window, UUID id) {
        return ByteBuffer.allocate(KEY_BYTES)
                .putInt(window)
                .put((byte) id.getLeastSignificantBits())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static byte[] bound(int window, int slice, byte fill) {
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES).putInt(window).put((byte) slice);
        while (key.hasRemaining()) {
            key.put(fill);
        }
        return key.array();
    }
}
