package io.millrace.alerts.kafka;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.DeliveryMapping;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker and a registry with topics of alerts and notices, and what writes to them. */
public final class AlertTopics implements AutoCloseable {
    static final Topics TOPICS = Topics.of(3);

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], byte[]> producer;

    public AlertTopics(Path directory) throws ExecutionException, InterruptedException {
        kafka = EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
        serdes = AvroSerdes.at(registryUrl());
        producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
        create();
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    private void create() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(Stream.<Topic<?>>of(TOPICS.alerts(), TOPICS.notices(), TOPICS.undelivered())
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public String registryUrl() {
        return registry.url();
    }

    /** @param millis when it was written, milliseconds since the epoch; null: now */
    public String alert(String workspace, @Nullable Long millis) {
        UUID id = UUID.randomUUID();
        BudgetAlert alert = new BudgetAlert(
                id,
                AlertKind.BUDGET,
                workspace + "/daily",
                Scope.ofWorkspace(workspace),
                Measure.CHARGE,
                800,
                80,
                810,
                1_000,
                new Window(1, 2L),
                null,
                1);
        write(TOPICS.alerts(), workspace, BudgetMapping.toAvro(alert), millis);
        return id.toString();
    }

    String notice(String workspace) {
        String id = "receipt:" + UUID.randomUUID();
        Notice notice = new Notice(id, workspace, NoticeKind.RECEIPT, "t", "SUCCEEDED", 500, null, null, 1);
        write(TOPICS.notices(), workspace, BillingMapping.toAvro(notice), null);
        return id;
    }

    private <V extends SpecificRecord> void write(Topic<V> topic, String workspace, V value, @Nullable Long millis) {
        byte[] key = workspace.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), null, millis, key, bytes));
        producer.flush();
    }

    void garbage(int partition, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(TOPICS.alerts().name(), partition, null, value));
        producer.flush();
    }

    List<Undelivered> undelivered() {
        List<Undelivered> all = new ArrayList<>();
        var deserializer = serdes.deserializer(TOPICS.undelivered());
        String topic = TOPICS.undelivered().name();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record ->
                                all.add(DeliveryMapping.fromAvro(deserializer.deserialize(topic, record.value()))));
            }
        }
        return all;
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        kafka.close();
    }
}
