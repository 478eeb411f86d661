package io.millrace.embedded.registry;

import io.millrace.embedded.EmbeddedException;
import io.millrace.embedded.registry.core.Journal;
import io.millrace.embedded.registry.core.RegistryChange;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The journal in the compacted topic {@code _schemas}. Thread-safe, with one writer at a time. */
final class SchemaJournal implements Journal, AutoCloseable {
    static final String TOPIC = "_schemas";

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

    private final Map<String, Object> client;
    private final KafkaProducer<String, String> producer;

    private SchemaJournal(Map<String, Object> client, KafkaProducer<String, String> producer) {
        this.client = client;
        this.producer = producer;
    }

    /** @param client properties of a Kafka client: the addresses, and what it takes to be let in */
    static SchemaJournal open(Map<String, Object> client) {
        createTopicIfAbsent(client);
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(Map.of(
                "acks", "all",
                "linger.ms", 0,
                "max.block.ms", 10_000,
                "request.timeout.ms", 10_000,
                "delivery.timeout.ms", 20_000));
        return new SchemaJournal(
                Map.copyOf(client), new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
    }

    private static void createTopicIfAbsent(Map<String, Object> client) {
        var topic = new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new EmbeddedException(
                        "registry journal: topic " + TOPIC + " at " + client.get("bootstrap.servers")
                                + " (expected: a broker that has it or creates it)",
                        failed);
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    @Override
    public List<RegistryChange> read() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("enable.auto.commit", false);
        var changes = new ArrayList<RegistryChange>();
        try (var consumer =
                new KafkaConsumer<String, String>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            Long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (end != null && consumer.position(PARTITION) < end) {
                for (ConsumerRecord<String, String> row : consumer.poll(POLL)) {
                    RowDecoder.change(row.key(), row.value()).ifPresent(changes::add);
                }
            }
        }
        return List.copyOf(changes);
    }

    @Override
    public void append(List<RegistryChange> changes) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        try {
            for (RegistryChange change : changes) {
                Row row = RowEncoder.row(change);
                sent.add(producer.send(new ProducerRecord<>(TOPIC, 0, row.key(), row.value())));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException | KafkaException failed) {
            throw failed(failed);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static RegistryException failed(Exception failed) {
        Throwable cause =
                failed instanceof ExecutionException && failed.getCause() != null ? failed.getCause() : failed;
        if (cause instanceof RecordTooLargeException) {
            return new RegistryException(
                    RegistryError.SCHEMA_TOO_LARGE, "Register operation failed because schema is too large", failed);
        }
        return new RegistryException(
                cause instanceof TimeoutException ? RegistryError.STORE_TIMED_OUT : RegistryError.STORE_FAILED,
                "journal: write failed, " + cause.getMessage() + " (expected: an acknowledged write)",
                failed);
    }

    private static RegistryException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new RegistryException(
                RegistryError.STORE_FAILED, "journal: interrupted (expected: time to finish)", interrupted);
    }

    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}
