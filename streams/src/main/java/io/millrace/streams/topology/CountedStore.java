package io.millrace.streams.topology;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of the newest window of stream time and of the one before it count for. Keys are {@link SeenIds#key}; an
 * entry that is put into a later window ends the windows before the previous one, without a write for each entry: their
 * changelog ends by retention. Not thread-safe but for the size.
 */
// Null is Kafka's word for what is not there.
@SuppressWarnings("NullAway")
final class CountedStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final AtomicLong size = new AtomicLong();
    private int newest = Integer.MIN_VALUE;
    private Map<UUID, byte[]> current = new HashMap<>();
    private Map<UUID, byte[]> previous = new HashMap<>();
    private volatile boolean open;

    CountedStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
        open = true;
    }

    /** What was put last under the id, in the window of the key or the one before. */
    @Override
    public byte @Nullable [] get(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        UUID id = idOf(bytes);
        long ahead = SeenIds.windowOf(bytes) - (long) newest;
        if (ahead == 1) {
            return current.get(id);
        }
        if (ahead == 0) {
            byte[] entry = current.get(id);
            return entry == null ? previous.get(id) : entry;
        }
        return ahead == -1 ? previous.get(id) : null;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        int window = SeenIds.windowOf(bytes);
        if (window > newest) {
            previous = window == newest + 1 ? current : new HashMap<>();
            current = new HashMap<>();
            newest = window;
        }
        Map<UUID, byte[]> entries = window == newest ? current : window == newest - 1 ? previous : null;
        if (entries != null && value != null) {
            entries.put(idOf(bytes), value);
            size.set(current.size() + (long) previous.size());
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        throw unsupported("delete");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        throw unsupported("range");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw unsupported("all");
    }

    private UnsupportedOperationException unsupported(String call) {
        return new UnsupportedOperationException(call + " of " + name + " (expected: get or put)");
    }

    private static UUID idOf(ByteBuffer key) {
        return new UUID(SeenIds.highOf(key), SeenIds.lowOf(key));
    }

    @Override
    public long approximateNumEntries() {
        return size.get();
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public void close() {
        open = false;
        newest = Integer.MIN_VALUE;
        current = new HashMap<>();
        previous = new HashMap<>();
        size.set(0);
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
