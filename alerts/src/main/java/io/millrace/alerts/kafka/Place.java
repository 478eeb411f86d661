package io.millrace.alerts.kafka;

import io.millrace.alerts.delivery.DoneOffsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far one destination is in each partition it has. Used by one thread. */
final class Place {
    private static final Logger LOG = LoggerFactory.getLogger(Place.class);

    private final Map<TopicPartition, DoneOffsets> partitions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    /** Begins with what was committed. */
    void restore(TopicPartition partition, OffsetAndMetadata offset) {
        DoneOffsets done;
        try {
            done = DoneOffsets.parse(offset.offset(), offset.metadata());
        } catch (IllegalArgumentException e) {
            LOG.warn("{}: done offsets beside {} ignored: {}", partition, offset.offset(), e.getMessage());
            done = new DoneOffsets(offset.offset());
        }
        partitions.put(partition, done);
        committed.put(partition, offset);
    }

    /** Begins where nothing was committed. */
    void begin(TopicPartition partition, long offset) {
        partitions.put(partition, new DoneOffsets(offset));
    }

    void leave(TopicPartition partition) {
        partitions.remove(partition);
        committed.remove(partition);
    }

    boolean has(TopicPartition partition) {
        return partitions.containsKey(partition);
    }

    /** Whether reading began again further down, since the topic is another one of the same name; it is followed there. */
    boolean wentBack(TopicPartition partition, long offset) {
        DoneOffsets done = of(partition);
        if (offset >= done.open()) {
            return false;
        }
        LOG.warn("{}: goes on at {}, below {}", partition, offset, done.open());
        partitions.put(partition, new DoneOffsets(offset));
        return true;
    }

    /** Whether the message at the offset is still to be delivered. */
    boolean isOpen(TopicPartition partition, long offset) {
        DoneOffsets done = of(partition);
        done.read(offset);
        return !done.contains(offset);
    }

    void reach(TopicPartition partition, long position) {
        of(partition).reach(position);
    }

    void done(TopicPartition partition, long offset) {
        DoneOffsets done = partitions.get(partition);
        if (done != null) {
            done.add(offset);
        }
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(partitions.keySet());
    }

    /** What is to be committed; empty where nothing moved. */
    Map<TopicPartition, OffsetAndMetadata> moved() {
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
        partitions.forEach((partition, done) -> {
            OffsetAndMetadata now = new OffsetAndMetadata(done.open(), done.text());
            if (!now.equals(committed.get(partition))) {
                moved.put(partition, now);
            }
        });
        return moved;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        committed.putAll(offsets);
    }

    private DoneOffsets of(TopicPartition partition) {
        DoneOffsets done = partitions.get(partition);
        if (done == null) {
            throw new IllegalStateException("partition " + partition + " is not ours");
        }
        return done;
    }
}
