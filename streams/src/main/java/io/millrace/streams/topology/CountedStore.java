package io.millrace.streams.topology;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of the newest window of stream time and of the one before it count for. Many entries are put at once, as
 * {@link CountedCallStore} writes them; one is asked for. Entries that are put into a later window end the windows before the
 * previous one, without a write for each: their changelog ends by retention. Not thread-safe but for the size.
 */
// Null is Kafka's word for what is not there.
@SuppressWarnings("NullAway")
final class CountedStore extends MemoryStore {
    private final TwoWindows<Entries> windows = new TwoWindows<>(Entries::new);
    private final AtomicLong size = new AtomicLong();
    private final AtomicLong heapBytes = new AtomicLong();

    CountedStore(String name) {
        super(name);
    }

    /** What was put last of an id ({@link SeenIds#key}), in the window of the key or the one before. */
    @Override
    public byte @Nullable [] get(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        int window = SeenIds.windowOf(bytes);
        byte[] entry = entryOf(windows.at(window), bytes);
        return entry == null ? entryOf(windows.at(window - 1), bytes) : entry;
    }

    private static byte @Nullable [] entryOf(@Nullable Entries entries, ByteBuffer key) {
        return entries == null ? null : entries.byId.get(idOf(key));
    }

    /** Adds the entries of the value to the window of the key, or replaces them. */
    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        Entries entries = windows.moveTo(SeenIds.windowOf(ByteBuffer.wrap(key.get())));
        if (entries != null && value != null) {
            ByteBuffer added = ByteBuffer.wrap(value);
            while (added.hasRemaining()) {
                UUID id = new UUID(added.getLong(), added.getLong());
                byte[] entry = new byte[added.getShort()];
                added.get(entry);
                entries.put(id, entry);
            }
            size.set(windows.current().byId.size()
                    + (long) windows.previous().byId.size());
            heapBytes.set(windows.current().heapBytes + windows.previous().heapBytes);
        }
    }

    private static UUID idOf(ByteBuffer key) {
        return new UUID(SeenIds.highOf(key), SeenIds.lowOf(key));
    }

    @Override
    public long approximateNumEntries() {
        return size.get();
    }

    @Override
    long heapBytes() {
        return heapBytes.get();
    }

    @Override
    void clear() {
        windows.clear();
        size.set(0);
        heapBytes.set(0);
    }

    /** Those of a window, and the heap they take. */
    private static final class Entries {
        private final Map<UUID, byte[]> byId = new HashMap<>();
        private long heapBytes;

        void put(UUID id, byte[] entry) {
            byte[] before = byId.put(id, entry);
            heapBytes += HeapSize.ofBytes(entry.length);
            heapBytes += before == null ? HeapSize.MAP_ENTRY + HeapSize.UUID : -HeapSize.ofBytes(before.length);
        }
    }
}
