package io.millrace.bench;

import io.millrace.avro.UsageRecord;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Confluent's own serializer and deserializer with the registry that they bring for tests, for JMH. */
@State(Scope.Thread)
public class SerdeConfluent {
    private static final Map<String, Object> CONFIGS =
            Map.of("schema.registry.url", "mock://bench", "specific.avro.reader", true);

    private final UsageRecord record = SerdeSample.full();
    private final ConfluentJars jars = ConfluentJars.find().orElseThrow();
    private final Serializer<Object> serializer = jars.serializer(CONFIGS);
    private final Deserializer<Object> deserializer = jars.deserializer(CONFIGS);
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
