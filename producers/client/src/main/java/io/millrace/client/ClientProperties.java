package io.millrace.client;

import io.millrace.client.verdict.VerdictSettings;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Kafka's properties for the client's producer and consumer. */
final class ClientProperties {
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int LINGER_MILLIS = 5;

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
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                settings.gatewayId() + "-publish",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                LINGER_MILLIS,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                Integer.MAX_VALUE);
    }

    /**
     * Reads uncommitted from the beginning, belongs to no group, makes no topics. Fetches are large, for the load at the
     * start, and wait less than a quarter of a probe: a broker answers one connection in order, so a probe waits for them.
     */
    static Map<String, Object> consumer(ClientSettings settings, VerdictSettings verdicts) {
        long probeMillis = verdicts.probeEvery().toMillis();
        return Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, settings.gatewayId() + "-decisions"),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS),
                Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES),
                Map.entry(ConsumerConfig.RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER_BYTES),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) Math.min(FETCH_WAIT_MILLIS, probeMillis / 4)),
                Map.entry(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS),
                Map.entry(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS));
    }
}
