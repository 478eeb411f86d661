package io.millrace.sinks.job;

import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Rated records from Kafka: committed ones only, from the checkpoint, else the group's offsets, else the earliest. */
public final class RatedSource {
    /** The consumer group; its offsets are committed after each checkpoint. */
    public static final String GROUP = "millrace-sinks";

    private RatedSource() {}

    // The connector's interface still asks for Kafka's deprecated enum.
    @SuppressWarnings("deprecation")
    public static KafkaSource<byte[]> of(String bootstrapServers, String topic) {
        return KafkaSource.<byte[]>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(topic)
                .setGroupId(GROUP)
                .setClientIdPrefix(GROUP)
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new ValueBytes())
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", "-1") // the catalogue fixes the partitions
                .setProperty("register.consumer.metrics", "false") // they collide by the hundred, and each is logged
                .setProperty("fetch.min.bytes", "65536")
                .setProperty("fetch.max.wait.ms", "100")
                .build();
    }

    /** The value of a record as it is. The sink decodes it, so that what it refuses can be kept byte for byte. */
    private static final class ValueBytes implements KafkaRecordDeserializationSchema<byte[]> {
        private static final long serialVersionUID = 1;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<byte[]> out) {
            byte[] value = message.value();
            if (value != null) {
                out.collect(value);
            }
        }

        @Override
        public TypeInformation<byte[]> getProducedType() {
            return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        }
    }
}
