package io.millrace.sinks.job;

import io.millrace.schemas.config.KafkaAccess;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Rated records from Kafka: committed ones only, from the checkpoint, else the group's offsets, else the earliest. */
public final class RatedSource {
    /** The consumer group. */
    public static final String GROUP = "millrace-sinks";

    private RatedSource() {}

    public static KafkaSource<byte[]> of(String bootstrapServers, String topic) {
        return of(KafkaAccess.plaintext(bootstrapServers), topic);
    }

    public static KafkaSource<byte[]> of(KafkaAccess kafka, String topic) {
        return CommittedSource.of(kafka, List.of(topic), GROUP, new ValueBytes(), Duration.ofMillis(100));
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
