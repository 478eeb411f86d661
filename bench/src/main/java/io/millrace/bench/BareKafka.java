package io.millrace.bench;

import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The baseline: the same bytes produced to, and consumed from, a topic of the same broker, and nothing else. */
final class BareKafka {
    private static final int PARTITIONS = 4;

    private final String bootstrapServers;
    private final Clock clock;

    BareKafka(String bootstrapServers, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
    }

    /** Messages per second, from the first send to the last one consumed. */
    double messagesPerSecond(List<ProducerRecord<byte[], byte[]>> messages, String topic)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            awaitLeaders(topic);
            long start = clock.tickNanos();
            produce(messages);
            consume(messages.size() + PARTITIONS, topic);
            double seconds = (clock.tickNanos() - start) / 1e9;
            admin.deleteTopics(List.of(topic)).all().get();
            return messages.size() / seconds;
        }
    }

    /** One record each: of a topic that was just made, a first batch may be refused and the second taken, which stalls a producer. */
    private void awaitLeaders(String topic) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(topic, partition, null, new byte[0]))
                        .get();
            }
        }
    }

    private void produce(List<ProducerRecord<byte[], byte[]>> messages) {
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            messages.forEach(producer::send);
            producer.flush();
        }
    }

    /** With the settings that the client gives its own. */
    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(properties(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Likewise, ready to begin a transaction. */
    static KafkaProducer<byte[], byte[]> transactional(String bootstrapServers) {
        Map<String, Object> properties = new HashMap<>(properties(bootstrapServers));
        properties.put("transactional.id", "bench");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static Map<String, Object> properties(String bootstrapServers) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "enable.idempotence",
                true,
                "acks",
                "all",
                "compression.type",
                "lz4",
                "linger.ms",
                5,
                "batch.size",
                64 * 1024);
    }

    private void consume(int count, String topic) {
        Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int seen = 0;
            while (seen < count) {
                seen += consumer.poll(Duration.ofMillis(200)).count();
            }
        }
    }
}
