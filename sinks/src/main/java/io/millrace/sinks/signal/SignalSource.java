package io.millrace.sinks.signal;

import io.millrace.schemas.config.KafkaAccess;
import io.millrace.sinks.job.CommittedSource;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Signals from Kafka as frames: committed ones only, from the checkpoint, else the group's offsets, else the earliest. */
public final class SignalSource {
    /** The consumer group. */
    public static final String GROUP = "millrace-signals";

    private SignalSource() {}

    public static KafkaSource<byte[]> of(KafkaAccess kafka, SignalTopics topics) {
        return CommittedSource.of(kafka, topics.all(), GROUP, new Frames(), Duration.ofMillis(500));
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
