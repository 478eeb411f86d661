package io.millrace.sinks.signal;

import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Signals from Kafka as frames: committed ones only, from the checkpoint, else the group's offsets, else the earliest. */
public final class SignalSource {
    /** The consumer group; its offsets are committed after each checkpoint. */
    public static final String GROUP = "millrace-signals";

    private SignalSource() {}

    // The connector's interface still asks for Kafka's deprecated enum.
    @SuppressWarnings("deprecation")
    public static KafkaSource<byte[]> of(String bootstrapServers, SignalTopics topics) {
        return KafkaSource.<byte[]>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(topics.all())
                .setGroupId(GROUP)
                .setClientIdPrefix(GROUP)
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new Frames())
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", "-1") // the catalogue fixes the partitions
                .setProperty("register.consumer.metrics", "false") // they collide by the hundred, and each is logged
                .setProperty("fetch.min.bytes", "65536")
                .setProperty("fetch.max.wait.ms", "500")
                .build();
    }

    /** Tombstones included. */
    private static final class Frames implements KafkaRecordDeserializationSchema<byte[]> {
        private static final long serialVersionUID = 1;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<byte[]> out) {
            out.collect(SignalFrame.of(message).bytes());
        }

        @Override
        public TypeInformation<byte[]> getProducedType() {
            return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        }
    }
}
