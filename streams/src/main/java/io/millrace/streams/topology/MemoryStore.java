package io.millrace.streams.topology;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams asks of a store in memory, whatever holds the entries: they come back from the changelog through put.
 * Without order, and without what no step asks for.
 */
// Null is Kafka's word for what is not there.
@SuppressWarnings("NullAway")
abstract class MemoryStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private volatile boolean open;
    private volatile @Nullable StoreSizes sizes;

    MemoryStore(String name) {
        this.name = name;
    }

    /** Forgets everything. */
    abstract void clear();

    /** Heap that what it holds takes, in bytes, estimated. Any thread may ask. */
    abstract long heapBytes();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
        StoreSizes told = Links.in(context.appConfigs()).sizes();
        told.opened(this);
        sizes = told;
        open = true;
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
    public final void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        throw unsupported("delete");
    }

    @Override
    public final KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
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
    public final Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public final void close() {
        open = false;
        StoreSizes told = sizes;
        if (told != null) {
            told.closed(this);
        }
        clear();
    }

    @Override
    public final boolean persistent() {
        return false;
    }

    @Override
    public final boolean isOpen() {
        return open;
    }
}
