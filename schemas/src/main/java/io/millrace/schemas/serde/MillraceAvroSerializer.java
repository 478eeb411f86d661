package io.millrace.schemas.serde;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Confluent's wire format: byte 0, four bytes of schema id (big-endian), Avro binary. Null stays null.
 * The subject is {@code <topic>-value}. Thread-safe after configure.
 */
public final class MillraceAvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    private record Target(Schema schema, int id, SpecificDatumWriter<SpecificRecord> writer) {}

    private static final class Scratch {
        private final ByteSink sink = new ByteSink(1024);
        private @Nullable BinaryEncoder encoder;
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

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
        return encode(target, data);
    }

    private Target resolve(String topic, Schema schema) {
        SchemaRegistry configured = registry;
        if (configured == null) {
            throw new SerializationException("serializer: not configured (expected: " + SerdeConfig.REGISTRY_URL + ")");
        }
        String subject = topic + "-value";
        int id = autoRegister ? configured.register(subject, schema) : configured.lookup(subject, schema);
        Target target = new Target(schema, id, AvroCodec.writer(schema));
        targets.put(topic, target);
        return target;
    }

    private byte[] encode(Target target, T data) {
        Scratch mine = SCRATCH.get();
        mine.sink.reset();
        mine.sink.writeHeader(target.id());
        try {
            mine.encoder = EncoderFactory.get().binaryEncoder(mine.sink, mine.encoder);
            target.writer().write(data, mine.encoder);
            mine.encoder.flush();
        } catch (IOException | RuntimeException e) {
            // A half-filled encoder would leak its bytes into the next record.
            SCRATCH.remove();
            throw new SerializationException(
                    "record of " + data.getSchema().getName() + ": not written (expected: every required field set)",
                    e);
        }
        return mine.sink.toByteArray();
    }
}
