package io.millrace.streams.topology;

import io.millrace.streams.metering.CountedCalls;
import io.millrace.streams.metering.CountedEntry;
import io.millrace.streams.state.CountedEntryCodec;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The calls that can be corrected, in generations of one window of stream time: an entry is kept for at least one window
 * after it was put and at most two. Not thread-safe.
 *
 * <p>A key is the number of the window (4 bytes), the last byte of the id and the id (16 bytes), so that ended windows can
 * be deleted in small slices, a few entries with each that is put. One write of the changelog for each call.
 */
final class CountedCallStore implements CountedCalls {
    private static final int KEY_BYTES = 21;
    private static final int SLICES = 256;
    private static final int EXPIRED_PER_PUT = 4;

    private final KeyValueStore<byte[], byte[]> store;
    private final long windowMillis;
    private final LongSupplier streamTimeMillis;
    private final CountedEntryCodec codec = new CountedEntryCodec();
    private int oldest;
    private int slice;
    private @Nullable KeyValueIterator<byte[], byte[]> expired;

    CountedCallStore(KeyValueStore<byte[], byte[]> store, long windowMillis, LongSupplier streamTimeMillis) {
        this.store = store;
        this.windowMillis = windowMillis;
        this.streamTimeMillis = streamTimeMillis;
        this.oldest = oldestOf(store);
    }

    @Override
    public @Nullable CountedEntry get(UUID eventId) {
        int window = window();
        byte[] bytes = store.get(key(window, eventId));
        if (bytes == null) {
            bytes = store.get(key(window - 1, eventId));
        }
        return bytes == null ? null : codec.read(bytes);
    }

    @Override
    public void put(UUID eventId, CountedEntry entry) {
        int window = window();
        oldest = Math.min(oldest, window);
        expire(window - 1);
        store.put(key(window, eventId), codec.write(entry));
    }

    void close() {
        if (expired != null) {
            expired.close();
            expired = null;
        }
    }

    private int window() {
        return Math.toIntExact(Math.max(0, streamTimeMillis.getAsLong()) / windowMillis);
    }

    private void expire(int firstKept) {
        for (int i = 0; i < EXPIRED_PER_PUT && oldest < firstKept; i++) {
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
