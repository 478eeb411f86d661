package io.millrace.client;

import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the view from the decisions topic, from its beginning, reading uncommitted: a decision of an aborted
 * transaction is recomputed, so the milliseconds are won without loss. One thread owns the consumer.
 */
final class DecisionReader implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionReader.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<io.millrace.avro.Decision> deserializer;
    private final String topic;
    private final DecisionView view;
    private final Clock clock;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile long heardNanos;
    private volatile boolean closing;

    DecisionReader(
            Consumer<byte[], byte[]> consumer,
            Deserializer<io.millrace.avro.Decision> deserializer,
            String topic,
            DecisionView view,
            Clock clock) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.topic = topic;
        this.view = view;
        this.clock = clock;
        this.heardNanos = clock.tickNanos();
    }

    @Override
    public void run() {
        try (consumer) {
            List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!closing) {
                consumer.poll(POLL).forEach(this::apply);
                partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
                heardNanos = clock.tickNanos();
                if (ready.getCount() > 0 && reached(ends)) {
                    ready.countDown();
                }
            }
        } catch (WakeupException e) {
            LOG.debug("decision reader stopped");
        }
    }

    CountDownLatch ready() {
        return ready;
    }

    /** True once everything before these offsets is in the view. */
    boolean reached(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(offset -> positions.getOrDefault(offset.getKey(), 0L) >= offset.getValue());
    }

    /** The partitions of the topic, as far as the reader has seen them. */
    List<TopicPartition> partitionsRead() {
        return List.copyOf(positions.keySet());
    }

    /** Nanoseconds since Kafka last answered. */
    long silentNanos() {
        return clock.tickNanos() - heardNanos;
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> infos = consumer.partitionsFor(topic);
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                view.forget(Scope.parse(new String(record.key(), StandardCharsets.UTF_8)));
            } else {
                view.apply(BudgetMapping.fromAvro(deserializer.deserialize(topic, record.value())));
            }
        } catch (SerializationException | IllegalArgumentException e) {
            // One decision that cannot be read must not cost the gateway all the others.
            LOG.warn("decision at {}-{}@{} left out", topic, record.partition(), record.offset(), e);
        }
    }
}
