package io.millrace.standalone.stack;

import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic from its beginning, or from given offsets, to where it ends now: committed records only. */
public final class Records {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Endpoints endpoints;
    private final AvroSerdes serdes;
    private final String isolation;

    public Records(Endpoints endpoints) {
        this(endpoints, AvroSerdes.at(endpoints.registryAccess()), "read_committed");
    }

    private Records(Endpoints endpoints, AvroSerdes serdes, String isolation) {
        this.endpoints = endpoints;
        this.serdes = serdes;
        this.isolation = isolation;
    }

    /** The same, which sees what is not committed too, as gateways read decisions. */
    public Records uncommitted() {
        return new Records(endpoints, serdes, "read_uncommitted");
    }

    /** Every record of the topic, decoded; order holds within a partition. */
    public <V extends SpecificRecord> void forEach(Topic<V> topic, RecordVisitor<V> visitor) {
        Deserializer<V> deserializer = serdes.deserializer(topic);
        forEachRaw(topic, Map.of(), record -> {
            byte[] value = record.value();
            visitor.visit(record, value == null ? null : deserializer.deserialize(topic.name(), value));
        });
    }

    /** Every record of the topic as bytes, from the given offsets; partitions not named are read from the beginning. */
    public void forEachRaw(Topic<?> topic, Map<Integer, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            from.forEach((partition, offset) -> consumer.seek(new TopicPartition(topic.name(), partition), offset));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(visitor);
            }
        }
    }

    /** The deserializer of a topic's values. */
    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        return serdes.deserializer(topic);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = endpoints.kafkaAccess().properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        return properties;
    }

    /** Sees a record and its decoded value; null is a tombstone. */
    @FunctionalInterface
    public interface RecordVisitor<V> {
        void visit(ConsumerRecord<byte[], byte[]> record, @Nullable V value);
    }
}
