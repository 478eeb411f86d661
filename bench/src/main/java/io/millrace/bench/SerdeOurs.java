package io.millrace.bench;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.serde.MillraceAvroDeserializer;
import io.millrace.schemas.serde.MillraceAvroSerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Our serializer and deserializer, for JMH. */
@State(Scope.Thread)
public class SerdeOurs {
    private final UsageRecord record = SerdeSample.full();
    private final Serializer<UsageRecord> serializer = new MillraceAvroSerializer<>(new SerdeSample.OneSchema());
    private final Deserializer<UsageRecord> deserializer =
            new MillraceAvroDeserializer<>(new SerdeSample.OneSchema(), UsageRecord.class);
    private final byte[] bytes = serializer.serialize(SerdeSample.TOPIC, record);

    @Benchmark
    public Object serialize() {
        return serializer.serialize(SerdeSample.TOPIC, record);
    }

    @Benchmark
    public Object deserialize() {
        return deserializer.deserialize(SerdeSample.TOPIC, bytes);
    }
}
