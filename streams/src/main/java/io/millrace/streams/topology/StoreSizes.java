package io.millrace.streams.topology;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The stores that this process holds, of its own partitions and of those it is a standby for. Thread-safe. */
public final class StoreSizes {
    private final Set<MemoryStore> open = ConcurrentHashMap.newKeySet();

    void opened(MemoryStore store) {
        open.add(store);
    }

    void closed(MemoryStore store) {
        open.remove(store);
    }

    /**
     * Heap that each store takes, in bytes, by name: an estimate of what it holds itself. What the meter holds of the same
     * scopes and accounts is not in it, nor are the prices, which are in a store of Kafka's.
     */
    public Map<String, Long> heapBytes() {
        Map<String, Long> bytes = new TreeMap<>();
        open.forEach(store -> bytes.merge(store.name(), store.heapBytes(), Long::sum));
        return bytes;
    }
}
