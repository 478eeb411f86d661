package io.millrace.streams;

import io.millrace.streams.topology.FailedRecords;
import io.millrace.streams.topology.Links;
import io.millrace.streams.topology.StreamsCounters;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;

/** The settings in Kafka Streams' own words. */
public final class StreamsProperties {
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;
    private static final int HEARTBEAT_MILLIS = 2_000;
    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 64 * 1024;

    private StreamsProperties() {}

    /** For another topology under the same settings, such as a baseline. */
    public static Properties of(StreamsSettings settings) {
        return of(settings, Links.of(new StreamsCounters()));
    }

    static Properties of(StreamsSettings settings, Links links) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, settings.clientId());
        properties.putAll(settings.kafka().properties());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        addHandlers(properties, links);
        addReplicas(properties, settings.replicas());
        addClients(properties, settings);
        return properties;
    }

    /**
     * Bad input is rejected by the topology itself, which reads bytes as bytes and bounds them so that no output is
     * too large; whatever reaches the first two is a fault. The third makes a record that a step fails on be rejected.
     */
    private static void addHandlers(Properties properties, Links links) {
        properties.put(Links.PROPERTY, links);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        properties.put(
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DefaultProductionExceptionHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecords.class);
    }

    private static void addReplicas(Properties properties, ReplicaSettings replicas) {
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, replicas.standbys());
        replicas.tags().forEach((name, value) -> properties.put(StreamsConfig.clientTagPrefix(name), value));
        properties.put(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG, String.join(",", replicas.spreadTags()));
        properties.put(
                StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
                replicas.strategy().id());
        String rack = replicas.rack();
        if (rack != null) {
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.CLIENT_RACK_CONFIG), rack);
        }
    }

    private static void addClients(Properties properties, StreamsSettings settings) {
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(settings.transactionTimeout().toMillis()));
    }
}
