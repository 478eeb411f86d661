package io.millrace.streams.topology;

import io.millrace.streams.metering.CountedCalls;
import io.millrace.streams.metering.CountedEntry;
import io.millrace.streams.state.CountedEntryCodec;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The calls that can be corrected, in a store of two windows of stream time ({@link CountedStore}): an entry is kept for at
 * least one window after it was put and at most two. One write of the changelog for each call. Not thread-safe.
 */
final class CountedCallStore implements CountedCalls {
    private final KeyValueStore<byte[], byte[]> store;
    private final long windowMillis;
    private final LongSupplier streamTimeMillis;
    private final CountedEntryCodec codec = new CountedEntryCodec();

    CountedCallStore(KeyValueStore<byte[], byte[]> store, long windowMillis, LongSupplier streamTimeMillis) {
        this.store = store;
        this.windowMillis = windowMillis;
        this.streamTimeMillis = streamTimeMillis;
    }

    @Override
    public @Nullable CountedEntry get(UUID eventId) {
        byte[] bytes = store.get(key(eventId));
        return bytes == null ? null : codec.read(bytes);
    }

    @Override
    public void put(UUID eventId, CountedEntry entry) {
        store.put(key(eventId), codec.write(entry));
    }

    private byte[] key(UUID eventId) {
        long window = Math.max(0, streamTimeMillis.getAsLong()) / windowMillis;
        return SeenIds.key(Math.toIntExact(window), eventId);
    }
}
