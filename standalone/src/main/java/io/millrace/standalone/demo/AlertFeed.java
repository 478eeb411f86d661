package io.millrace.standalone.demo;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Records;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Hands on budget alerts as they are committed, from where the topic ends at the start; a consumer like any other. */
final class AlertFeed implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<io.millrace.avro.BudgetAlert> deserializer;
    private final String topic;
    private final Consumer<BudgetAlert> listener;
    private final Thread thread;
    private volatile boolean closing;

    private AlertFeed(Endpoints endpoints, Topics topics, Consumer<BudgetAlert> listener) {
        Map<String, Object> properties = endpoints.kafkaAccess().properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.deserializer = new Records(endpoints).deserializer(topics.alerts());
        this.topic = topics.alerts().name();
        this.listener = listener;
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Positions are looked up now, so that an alert raised between here and the first poll is not missed.
        partitions.forEach(consumer::position);
        this.thread = new Thread(this::read, "alert-feed");
        thread.setDaemon(true);
    }

    static AlertFeed start(Endpoints endpoints, Topics topics, Consumer<BudgetAlert> listener) {
        AlertFeed feed = new AlertFeed(endpoints, topics, listener);
        feed.thread.start();
        return feed;
    }

    private void read() {
        try (consumer) {
            while (!closing) {
                consumer.poll(POLL)
                        .forEach(record -> listener.accept(
                                BudgetMapping.fromAvro(deserializer.deserialize(topic, record.value()))));
            }
        } catch (WakeupException e) {
            closing = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
