package io.millrace.client.fault;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Millrace's topics on a broker, and what the one of the usage records holds. */
final class UsageTopic {
    static final Topics TOPICS = Topics.of(4);
    private static final Duration POLL = Duration.ofMillis(500);

    private UsageTopic() {}

    static void createAll(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<NewTopic> topics = TOPICS.all().stream()
                    .map(topic ->
                            new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.configuration()))
                    .toList();
            admin.createTopics(topics).all().get();
        }
    }

    /** How often each number is in the topic now; every record is decoded. */
    static Map<Long, Integer> numbers(String bootstrapServers, String registryUrl) {
        String topic = TOPICS.usage().name();
        Deserializer<UsageRecord> values = AvroSerdes.at(registryUrl).deserializer(TOPICS.usage());
        Map<Long, Integer> numbers = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    UsageRecord usage = values.deserialize(topic, each.value());
                    numbers.merge(NumberedUsages.numberOf(UUID.fromString(usage.getEventId())), 1, Integer::sum);
                }
            }
        }
        return numbers;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
