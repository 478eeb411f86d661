package io.millrace.schemas.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Confluent's wire format: byte 0, four bytes of schema id (big-endian), Avro binary. Null stays null.
 * The subject is {@code <topic>-value}. Thread-safe after configure.
 */
public final class MillraceAvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    private record Target(Schema schema, int id) {}

    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private @Nullable SchemaRegistry registry;
    private boolean autoRegister = true;

    /** For {@code value.serializer}; configure follows. */
    public MillraceAvroSerializer() {}

    public MillraceAvroSerializer(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new IllegalArgumentException("serializer for keys: avro (expected: keys are plain strings)");
        }
        registry = SerdeConfig.registry(configs);
        autoRegister = SerdeConfig.autoRegister(configs);
    }

    @Override
    // Kafka's contract: null in, null out.
    @SuppressWarnings("NullAway")
    public byte[] serialize(String topic, @Nullable T data) {
        if (data == null) {
            return null;
        }
        Target target = targets.get(topic);
        if (target == null || !target.schema().equals(data.getSchema())) {
            target = resolve(topic, data.getSchema());
        }
        return RecordEncoder.ofThread().message(target.id(), data);
    }

    private Target resolve(String topic, Schema schema) {
        SchemaRegistry configured = registry;
        if (configured == null) {
            throw new SerializationException("serializer: not configured (expected: " + SerdeConfig.REGISTRY_URL + ")");
        }
        String subject = topic + "-value";
        int id = autoRegister ? configured.register(subject, schema) : configured.lookup(subject, schema);
        Target target = new Target(schema, id);
        targets.put(topic, target);
        return target;
    }
}
