package io.millrace.sinks.job;

import io.millrace.schemas.config.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Committed records of topics, from the checkpoint, else the group's offsets, else the earliest. */
public final class CommittedSource {
    private CommittedSource() {}

    /**
     * @param kafka the password travels in the job's own serialized form, which no page and no plan of Flink shows; files
     *     are read where the tasks run
     * @param group the consumer group; its offsets are committed after each checkpoint
     * @param wait how long the broker waits for 64 KB, at most
     */
    // The connector's interface still asks for Kafka's deprecated enum.
    @SuppressWarnings("deprecation")
    public static KafkaSource<byte[]> of(
            KafkaAccess kafka,
            List<String> topics,
            String group,
            KafkaRecordDeserializationSchema<byte[]> deserializer,
            Duration wait) {
        Properties security = new Properties();
        security.putAll(kafka.security());
        return KafkaSource.<byte[]>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setProperties(security)
                .setTopics(topics)
                .setGroupId(group)
                .setClientIdPrefix(group)
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(deserializer)
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", "-1") // the catalogue fixes the partitions
                .setProperty("register.consumer.metrics", "false") // they collide by the hundred, and each is logged
                .setProperty("fetch.min.bytes", "65536")
                .setProperty("fetch.max.wait.ms", String.valueOf(wait.toMillis()))
                .build();
    }
}
