package io.millrace.client;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Kafka's properties for the client's producer and consumer. */
final class ClientProperties {
    private static final int BATCH_BYTES = 64 * 1024;
    private static final long BUFFER_BYTES = 32L * 1024 * 1024;
    /** The sender hands the record over again after it; so long may a close have to interrupt. */
    private static final int HAND_OVER_MAX_MILLIS = 5_000;

    private ClientProperties() {}

    /** Idempotent, acknowledged by all, retried without end: what was accepted arrives, or is still under way. */
    static Map<String, Object> producer(ClientSettings settings) {
        Map<String, Object> properties =
                new HashMap<>(settings.connection().kafka().reveal());
        properties.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.connection().bootstrapServers());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, settings.gatewayId() + "-publish");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(
                ProducerConfig.LINGER_MS_CONFIG, settings.publish().linger().toMillis());
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, HAND_OVER_MAX_MILLIS);
        return properties;
    }

    static Map<String, Object> consumer(ClientSettings settings) {
        Map<String, Object> properties =
                new HashMap<>(settings.connection().kafka().reveal());
        properties.put(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.connection().bootstrapServers());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.gatewayId() + "-decisions");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }
}
