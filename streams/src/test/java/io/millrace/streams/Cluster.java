package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionListing;
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
    private final Broker broker;
    private final EmbeddedRegistry registry;
    private final AvroSerdes serdes;
    private final KafkaProducer<String, byte[]> producer;
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    /** With a broker in this JVM. */
    Cluster(Path directory, Topics topics) throws Exception {
        this(embedded(directory.resolve("kafka")), topics);
    }

    /** @param broker a new one; closed with the cluster */
    Cluster(Broker broker, Topics topics) throws Exception {
        this.broker = broker;
        registry = EmbeddedRegistry.start(new RegistryOptions(broker.bootstrapServers(), 0));
        serdes = AvroSerdes.at(registry.url());
        Map<String, Object> bootstrap = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(bootstrap)) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1)
                                    .configs(topic.configuration()))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        // What was known of a broker that is away still holds, so that records are buffered for it.
                        "metadata.recovery.strategy",
                        "none"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static Broker embedded(Path directory) {
        EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0));
        return new Broker() {
            @Override
            public String bootstrapServers() {
                return kafka.bootstrapServers();
            }

            @Override
            public void close() {
                kafka.close();
            }
        };
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, long atMicros) {
        writeBytes(topic, key, serdes.serializer(topic).serialize(topic.name(), value), atMicros);
    }

    <V extends SpecificRecord> void write(Topic<V> topic, int partition, String key, V value, long atMicros) {
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        send(new ProducerRecord<>(topic.name(), partition, atMicros / 1_000, key, bytes));
    }

    void writeBytes(Topic<?> topic, String key, byte[] value, long atMicros) {
        int partition = Partitions.ofWorkspace(key.split("/", -1)[0], topic.partitions());
        send(new ProducerRecord<>(topic.name(), partition, atMicros / 1_000, key, value));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        producer.send(record, (sent, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
    }

    /** Ends every transaction there is and shuts its producer out, as the broker does with one that was silent for long; how many. */
    int fenceProducers() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<String> ids = admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .toList();
            admin.fenceProducers(ids).all().get();
            return ids.size();
        }
    }

    /** Everything so far is in the broker. */
    void flush() {
        producer.flush();
        assertThat(failures).as("writes that failed").isEmpty();
    }

    /**
     * What is committed of everything written so far, once its transactions have ended: one that a killed process left open
     * in a partition hides from readers what others committed behind it.
     */
    <V extends SpecificRecord> List<V> readSettled(Topic<V> topic) {
        return read(topic, "read_committed", ends(topic));
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
        return read(partitions(changelog, partitions), new ByteArrayDeserializer(), "read_committed", Map.of())
                .size();
    }

    /** Deletes what comes before an offset in partition 0, as compaction may once a newer version is there. */
    void forgetBefore(Topic<?> topic, long offset) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        AlterConfigOp deletable = new AlterConfigOp(
                new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
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
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(Topic<?> topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions(topic));
        }
    }

    private static List<TopicPartition> partitions(Topic<?> topic) {
        return partitions(topic.name(), topic.partitions());
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic, String isolation) {
        return read(topic, isolation, Map.of());
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic, String isolation, Map<TopicPartition, Long> until) {
        return read(partitions(topic), serdes.deserializer(topic), isolation, until);
    }

    /** @param until where to read to; empty for the ends as that isolation has them now */
    private <V> List<V> read(
            List<TopicPartition> partitions,
            Deserializer<V> deserializer,
            String isolation,
            Map<TopicPartition, Long> until) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", isolation);
        try (KafkaConsumer<byte[], V> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), deserializer)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = until.isEmpty() ? consumer.endOffsets(partitions) : until;
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
        broker.close();
    }
}
