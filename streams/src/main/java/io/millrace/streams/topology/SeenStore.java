package io.millrace.streams.topology;

import java.nio.ByteBuffer;
import java.util.List;
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
 * The event ids of the newest window of stream time and of the one before it. Keys are {@link SeenIds#key}; an id that is put
 * into a later window ends the windows before the previous one, without a write for each id: their changelog ends by
 * retention. Memory: 27 to 54 bytes an id ({@link IdSet}). Not thread-safe but for the size.
 */
// Null is Kafka's word for what is not there.
@SuppressWarnings("NullAway")
final class SeenStore implements KeyValueStore<Bytes, byte[]> {
    private static final byte[] SEEN = {1};

    private final String name;
    private final AtomicLong size = new AtomicLong();
    private int newest = Integer.MIN_VALUE;
    private IdSet current = new IdSet();
    private IdSet previous = new IdSet();
    private volatile boolean open;

    SeenStore(String name) {
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

    /** True of an id that is known in the window of the key or the one before. */
    @Override
    public byte @Nullable [] get(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        return isKnown(SeenIds.windowOf(bytes), SeenIds.highOf(bytes), SeenIds.lowOf(bytes)) ? SEEN : null;
    }

    private boolean isKnown(int window, long high, long low) {
        return switch (Math.toIntExact(Math.min(2, Math.max(-2, window - (long) newest)))) {
            case 1 -> current.contains(high, low);
            case 0 -> current.contains(high, low) || previous.contains(high, low);
            case -1 -> previous.contains(high, low);
            default -> false;
        };
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            return; // Written by the format of before, which ended windows id by id.
        }
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        int window = SeenIds.windowOf(bytes);
        if (window > newest) {
            previous = window == newest + 1 ? current : new IdSet();
            current = new IdSet();
            newest = window;
        }
        IdSet ids = window == newest ? current : window == newest - 1 ? previous : null;
        if (ids != null) {
            boolean ignored = ids.add(SeenIds.highOf(bytes), SeenIds.lowOf(bytes));
            size.set(current.size() + previous.size());
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
        current = new IdSet();
        previous = new IdSet();
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
