package io.millrace.streams;

import static org.awaitility.Awaitility.await;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Partitions;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker and a registry with the topics of the catalogue, and what a test reads from and writes to them. */
final class Cluster implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final AvroSerdes serdes;
    private final KafkaProducer<String, byte[]> producer;

    Cluster(Path directory, Topics topics) throws Exception {
        kafka = EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
        serdes = AvroSerdes.at(registry.url());
        Map<String, Object> bootstrap = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(bootstrap)) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1)
                                    .configs(topic.configuration()))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(bootstrap, new StringSerializer(), new ByteArraySerializer());
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, long atMicros) {
        writeBytes(topic, key, serdes.serializer(topic).serialize(topic.name(), value), atMicros);
    }

    <V extends SpecificRecord> void write(Topic<V> topic, int partition, String key, V value, long atMicros) {
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), partition, atMicros / 1_000, key, bytes));
    }

    void writeBytes(Topic<?> topic, String key, byte[] value, long atMicros) {
        int partition = Partitions.ofWorkspace(key.split("/", -1)[0], topic.partitions());
        producer.send(new ProducerRecord<>(topic.name(), partition, atMicros / 1_000, key, value));
    }

    void flush() {
        producer.flush();
    }

    /** Everything committed so far. */
    <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return read(topic, "read_committed");
    }

    /** Everything written so far, committed or not. */
    <V extends SpecificRecord> List<V> readUncommitted(Topic<V> topic) {
        return read(topic, "read_uncommitted");
    }

    /** How many records of a changelog are committed so far. */
    int committed(String changelog, int partitions) {
        return read(changelog, partitions, new ByteArrayDeserializer(), "read_committed")
                .size();
    }

    /** Deletes what comes before an offset in partition 0, as compaction may once a newer version is there. */
    void forgetBefore(Topic<?> topic, long offset) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        AlterConfigOp deletable = new AlterConfigOp(
                new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(deletable)))
                    .all()
                    .get();
            // The broker refuses until the changed policy has reached its log.
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .untilAsserted(() -> admin.deleteRecords(
                                    Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(offset)))
                            .all()
                            .get());
        }
    }

    /** Offsets given out so far, committed or not. */
    long size(Topic<?> topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic, String isolation) {
        return read(topic.name(), topic.partitions(), serdes.deserializer(topic), isolation);
    }

    private <V> List<V> read(String topic, int count, Deserializer<V> deserializer, String isolation) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation);
        try (KafkaConsumer<byte[], V> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), deserializer)) {
            List<TopicPartition> partitions = IntStream.range(0, count)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<V> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> all.add(record.value()));
            }
            return all;
        }
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        kafka.close();
    }
}
