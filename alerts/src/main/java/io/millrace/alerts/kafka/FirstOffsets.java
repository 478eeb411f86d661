package io.millrace.alerts.kafka;

import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions begin that a destination came to have: where it committed; of a destination that never committed, some time back; of
 * a partition that is new to one that did, at its beginning. Used by one thread.
 */
final class FirstOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(FirstOffsets.class);

    private final Consumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final Duration lookBack;
    private final Clock clock;

    /** @param lookBack how old messages may be that a destination is told of which is there for the first time */
    FirstOffsets(Consumer<byte[], byte[]> consumer, List<String> topics, Duration lookBack, Clock clock) {
        this.consumer = consumer;
        this.topics = List.copyOf(topics);
        this.lookBack = lookBack;
        this.clock = clock;
    }

    /** Gives a beginning to what is assigned and has none. */
    void begin(Place place) {
        Set<TopicPartition> fresh = new HashSet<>(consumer.assignment());
        fresh.removeIf(place::has);
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all());
        boolean known = committed.values().stream().anyMatch(Objects::nonNull);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(fresh);
        for (TopicPartition partition : fresh) {
            OffsetAndMetadata offset = committed.get(partition);
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            if (offset == null) {
                begin(place, partition, known ? beginning : lookBack(partition));
            } else {
                if (offset.offset() < beginning) {
                    LOG.warn(
                            "{}: {} offsets are gone (expected: read before the topic lets them go)",
                            partition,
                            beginning - offset.offset());
                }
                consumer.seek(partition, offset.offset());
                place.restore(partition, offset);
            }
        }
    }

    private void begin(Place place, TopicPartition partition, long offset) {
        LOG.info("{}: begins at {}", partition, offset);
        consumer.seek(partition, offset);
        place.begin(partition, offset);
    }

    private long lookBack(TopicPartition partition) {
        long from = clock.nowMillis() - lookBack.toMillis();
        OffsetAndTimestamp first =
                consumer.offsetsForTimes(Map.of(partition, from)).get(partition);
        return first == null
                ? Objects.requireNonNull(consumer.endOffsets(Set.of(partition)).get(partition))
                : first.offset();
    }

    private Set<TopicPartition> all() {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
    }
}
