package io.millrace.streams.topology;

import io.millrace.streams.metering.CountedCalls;
import io.millrace.streams.metering.CountedEntry;
import io.millrace.streams.state.CountedEntryCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The calls that can be corrected, in a store of two windows of stream time ({@link CountedStore}): an entry is kept for at
 * least one window after it was put and at most two. Those of a transaction are written together when it ends. One for all
 * steps of a task. Not thread-safe.
 */
final class CountedCallStore implements CountedCalls {
    /** Bytes of entries in one record of the changelog, about. */
    private static final int TOGETHER_BYTES = 256 * 1024;

    private static final int HEAD_BYTES = 2 * Long.BYTES + Short.BYTES;

    private final KeyValueStore<byte[], byte[]> store;
    private final long windowMillis;
    private final LongSupplier streamTimeMillis;
    private final CountedEntryCodec codec = new CountedEntryCodec();
    private final Map<UUID, byte[]> unwritten = new LinkedHashMap<>();
    private int unwrittenBytes;
    private int window;

    CountedCallStore(KeyValueStore<byte[], byte[]> store, long windowMillis, LongSupplier streamTimeMillis) {
        this.store = store;
        this.windowMillis = windowMillis;
        this.streamTimeMillis = streamTimeMillis;
    }

    /** Of the task of the step. */
    static CountedCallStore of(ProcessorContext<?, ?> context, Duration window) {
        return context.<CommitHook>getStateStore(Store.COMMIT.id())
                .counted(() -> new CountedCallStore(
                        context.getStateStore(Store.COUNTED.id()), window.toMillis(), context::currentStreamTimeMs));
    }

    @Override
    public @Nullable CountedEntry get(UUID eventId) {
        byte[] bytes = unwritten.get(eventId);
        if (bytes == null) {
            bytes = store.get(SeenIds.key(now(), eventId));
        }
        return bytes == null ? null : codec.read(bytes);
    }

    @Override
    public void put(UUID eventId, CountedEntry entry) {
        int now = now();
        if (now != window || unwrittenBytes >= TOGETHER_BYTES) {
            write();
            window = now;
        }
        byte[] bytes = codec.write(entry);
        byte[] before = unwritten.put(eventId, bytes);
        unwrittenBytes += bytes.length + (before == null ? HEAD_BYTES : -before.length);
    }

    /** Writes what was put: under the number of the window, for each its id (16 bytes), its length (2) and its bytes. */
    void write() {
        if (unwritten.isEmpty()) {
            return;
        }
        ByteBuffer entries = ByteBuffer.allocate(unwrittenBytes);
        unwritten.forEach((id, bytes) -> entries.putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putShort((short) bytes.length)
                .put(bytes));
        unwritten.clear();
        unwrittenBytes = 0;
        store.put(SeenIds.key(window), entries.array());
    }

    private int now() {
        return Math.toIntExact(Math.max(0, streamTimeMillis.getAsLong()) / windowMillis);
    }
}
