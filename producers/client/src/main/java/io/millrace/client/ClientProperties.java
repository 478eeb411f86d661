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

    private static final int POLL_RECORDS = 5_000;
    private static final int FETCH_BYTES = 4 * 1024 * 1024;
    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;
    private static final long FETCH_WAIT_MILLIS = 250;
    /** How long added partitions may stay unseen. */
    private static final long METADATA_MILLIS = 30_000;
    /** How long a dead connection may go unnoticed. */
    private static final int REQUEST_MILLIS = 15_000;

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

    /**
     * Reads uncommitted from the beginning, belongs to no group, makes no topics. Fetches are large, for the load at the
     * start, and wait less than a quarter of a probe: a broker answers one connection in order, so a probe waits for them.
     */
    static Map<String, Object> consumer(ClientSettings settings) {
        long probeMillis = settings.verdicts().probeEvery().toMillis();
        Map<String, Object> properties =
                new HashMap<>(settings.connection().kafka().reveal());
        properties.put(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.connection().bootstrapServers());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.gatewayId() + "-decisions");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER_BYTES);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) Math.min(FETCH_WAIT_MILLIS, probeMillis / 4));
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        return properties;
    }
}
