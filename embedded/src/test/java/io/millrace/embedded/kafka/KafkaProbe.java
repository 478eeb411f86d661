package io.millrace.embedded.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Strings in and out of a broker, through the ordinary clients. */
final class KafkaProbe {
    static final String GROUP = "probe";

    private KafkaProbe() {}

    static void createTopic(String bootstrapServers, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    static void send(String bootstrapServers, String topic, List<String> values) throws Exception {
        try (var producer = new KafkaProducer<String, String>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** The offset the value was written at. */
    static long sendInTransaction(String bootstrapServers, String topic, String value) throws Exception {
        try (var producer = transactional(bootstrapServers)) {
            var sent = producer.send(new ProducerRecord<>(topic, value));
            producer.commitTransaction();
            return sent.get(20, TimeUnit.SECONDS).offset();
        }
    }

    static void abort(String bootstrapServers, String topic, String value) throws Exception {
        try (var producer = transactional(bootstrapServers)) {
            producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
            producer.abortTransaction();
        }
    }

    /** As a stream processor commits the place it has read to, of partition 0. */
    static void commitOffsetInTransaction(String bootstrapServers, String topic, long offset) {
        Map<String, Object> member = Map.of("bootstrap.servers", bootstrapServers, "group.id", GROUP);
        try (var producer = transactional(bootstrapServers);
                var consumer = new KafkaConsumer<>(member, new StringDeserializer(), new StringDeserializer())) {
            producer.sendOffsetsToTransaction(
                    Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)), consumer.groupMetadata());
            producer.commitTransaction();
        }
    }

    private static KafkaProducer<String, String> transactional(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "probe");
        var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    /** Reads as a member of a group, so that the group coordinator is at work too. */
    static List<String> read(String bootstrapServers, String topic, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "group.id", GROUP, "auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<String, String>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100)).records(new TopicPartition(topic, 0))) {
                    values.add(record.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }
}
