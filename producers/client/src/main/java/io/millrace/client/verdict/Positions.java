package io.millrace.client.verdict;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far each partition has been read; it outlives the consumer that read it. One thread writes, any number read. */
final class Positions {
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private volatile List<TopicPartition> assigned = List.of();

    void assign(Collection<TopicPartition> partitions) {
        assigned = List.copyOf(partitions);
        next.keySet().retainAll(assigned);
    }

    List<TopicPartition> assigned() {
        return assigned;
    }

    /** The offset that is read next; null where nothing is known. */
    @Nullable
    Long of(TopicPartition partition) {
        return next.get(partition);
    }

    void set(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    void clear() {
        next.clear();
    }

    /** True once everything before these offsets has been read. */
    boolean reached(Map<TopicPartition, Long> ends) {
        return lag(ends) == 0;
    }

    /** Records before these offsets that have not been read, at most. */
    long lag(Map<TopicPartition, Long> ends) {
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            lag += Math.max(0, end.getValue() - next.getOrDefault(end.getKey(), 0L));
        }
        return lag;
    }
}
