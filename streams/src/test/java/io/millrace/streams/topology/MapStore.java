package io.millrace.streams.topology;

import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A map as Kafka's store of bytes under names, as far as the price shelf reads it. */
// Null is Kafka's word for what is not there.
@SuppressWarnings("NullAway")
record MapStore(Map<String, byte[]> entries) implements ReadOnlyKeyValueStore<String, byte[]> {
    @Override
    public byte[] get(String key) {
        return entries.get(key);
    }

    @Override
    public KeyValueIterator<String, byte[]> range(String from, String to) {
        throw new UnsupportedOperationException("range (expected: get or all)");
    }

    @Override
    public KeyValueIterator<String, byte[]> all() {
        Iterator<Map.Entry<String, byte[]>> all = entries.entrySet().iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public KeyValue<String, byte[]> next() {
                Map.Entry<String, byte[]> entry = all.next();
                return KeyValue.pair(entry.getKey(), entry.getValue());
            }

            @Override
            public String peekNextKey() {
                throw new UnsupportedOperationException("peekNextKey (expected: next)");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }
}
