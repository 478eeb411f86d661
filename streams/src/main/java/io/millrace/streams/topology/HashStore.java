package io.millrace.streams.topology;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values in memory, in no order: what no step asks for costs nothing. Kafka's own store in memory is a sorted map,
 * twenty comparisons of bytes for each call at a million keys. One thread writes, any may read.
 */
// Null is Kafka's word for what is not there.
@SuppressWarnings("NullAway")
final class HashStore extends MemoryStore {
    private final Map<Bytes, byte[]> entries = new ConcurrentHashMap<>();
    private final AtomicLong heapBytes = new AtomicLong();

    HashStore(String name) {
        super(name);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            delete(key);
        } else {
            byte[] before = entries.put(key, value);
            heapBytes.addAndGet(
                    before == null
                            ? sizeOf(key, value)
                            : HeapSize.ofBytes(value.length) - HeapSize.ofBytes(before.length));
        }
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = entries.remove(key);
        if (before != null) {
            heapBytes.addAndGet(-sizeOf(key, before));
        }
        return before;
    }

    private static long sizeOf(Bytes key, byte[] value) {
        return HeapSize.MAP_ENTRY
                + HeapSize.BYTES
                + HeapSize.ofBytes(key.get().length)
                + HeapSize.ofBytes(value.length);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return entries.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new All(entries.entrySet().iterator());
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    long heapBytes() {
        return heapBytes.get();
    }

    @Override
    void clear() {
        entries.clear();
        heapBytes.set(0);
    }

    private static final class All implements KeyValueIterator<Bytes, byte[]> {
        private final Iterator<Map.Entry<Bytes, byte[]>> entries;

        All(Iterator<Map.Entry<Bytes, byte[]>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> entry = entries.next();
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            throw new UnsupportedOperationException("peekNextKey (expected: next)");
        }

        @Override
        public void close() {}
    }
}
