package io.millrace.streams.topology;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The event ids of the newest window of stream time and of the one before it. Many are put at once, as {@link SeenIds} writes
 * them; one is asked for. Ids that are put into a later window end the windows before the previous one, without a write for
 * each id: their changelog ends by retention. Memory: 27 to 54 bytes an id ({@link IdSet}). Not thread-safe but for the size.
 */
// Null is Kafka's word for what is not there.
@SuppressWarnings("NullAway")
final class SeenStore extends MemoryStore {
    private static final byte[] SEEN = {1};

    private final TwoWindows<IdSet> windows = new TwoWindows<>(IdSet::new);
    private final AtomicLong size = new AtomicLong();
    private final AtomicLong heapBytes = new AtomicLong();

    SeenStore(String name) {
        super(name);
    }

    /** Whether an id ({@link SeenIds#key}) is known in the window of the key or the one before. */
    @Override
    public byte @Nullable [] get(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        int window = SeenIds.windowOf(bytes);
        return holds(windows.at(window), bytes) || holds(windows.at(window - 1), bytes) ? SEEN : null;
    }

    private static boolean holds(@Nullable IdSet ids, ByteBuffer key) {
        return ids != null && ids.contains(SeenIds.highOf(key), SeenIds.lowOf(key));
    }

    /** Adds the ids of the value to the window of the key. */
    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        IdSet ids = value == null ? null : windows.moveTo(SeenIds.windowOf(ByteBuffer.wrap(key.get())));
        if (ids != null) {
            ByteBuffer added = ByteBuffer.wrap(value);
            while (added.hasRemaining()) {
                boolean ignored = ids.add(added.getLong(), added.getLong());
            }
            size.set(windows.current().size() + windows.previous().size());
            heapBytes.set(windows.current().heapBytes() + windows.previous().heapBytes());
        }
    }

    @Override
    long heapBytes() {
        return heapBytes.get();
    }

    @Override
    public long approximateNumEntries() {
        return size.get();
    }

    @Override
    void clear() {
        windows.clear();
        size.set(0);
        heapBytes.set(0);
    }
}
