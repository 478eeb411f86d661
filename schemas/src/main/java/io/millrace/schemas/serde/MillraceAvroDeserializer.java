package io.millrace.schemas.serde;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.serde.UnreadableRecordException.Fault;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Confluent's wire format, into generated classes of ours or, configured so, into generic records. Null stays null.
 * {@link UnreadableRecordException}: these bytes will never be readable, so they belong into a dead-letter topic;
 * {@link RegistryException}: the registry is away or refuses, so the record waits. Thread-safe after configure.
 */
public final class MillraceAvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {
    private final Map<Integer, BodyReader<T>> readers = new ConcurrentHashMap<>();
    private final @Nullable Schema expected;
    private @Nullable SchemaRegistry registry;
    private boolean specific = true;

    /** For {@code value.deserializer}; configure follows. */
    public MillraceAvroDeserializer() {
        expected = null;
    }

    /** Refuses records of any other type. */
    public MillraceAvroDeserializer(SchemaRegistry registry, Class<T> expected) {
        this.registry = registry;
        this.expected = AvroCodec.schemaOfType(expected);
    }

    /** @throws io.millrace.schemas.error.MillraceException with every problem of the properties of {@link SerdeConfig} */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        SerdeSettings settings = SerdeConfig.read(configs);
        registry = RestSchemaRegistry.of(settings.registry());
        specific = settings.specificReader() || expected != null;
    }

    @Override
    // Kafka's contract: null in, null out.
    @SuppressWarnings("NullAway")
    public T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        if (data.length < ByteSink.HEADER_BYTES || data[0] != ByteSink.MAGIC) {
            throw unreadable(data, "a zero byte, four bytes of schema id, then Avro", null);
        }
        BodyReader<T> reader = readerOf(ByteSink.schemaId(data));
        try {
            return reader.read(data, ByteSink.HEADER_BYTES);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Broken bytes are answered with whatever exception the break leads to.
            throw unreadable(data, "Avro of " + reader.type() + " and nothing after it", e);
        }
    }

    private BodyReader<T> readerOf(int id) {
        BodyReader<T> known = readers.get(id);
        if (known != null) {
            return known;
        }
        SchemaRegistry configured = registry;
        if (configured == null) {
            throw new SerializationException(
                    "deserializer: not configured (expected: " + SerdeConfig.REGISTRY_URL + ")");
        }
        BodyReader<T> reader = readerOf(id, configured.byId(id));
        readers.put(id, reader);
        return reader;
    }

    private BodyReader<T> readerOf(int id, Schema written) {
        if (!specific) {
            if (written.getType() != Schema.Type.RECORD) {
                throw unreadable(id, written.getFullName(), "a record", null);
            }
            return BodyReader.generic(written);
        }
        try {
            Schema read = expected == null ? AvroCodec.generated(written) : expected;
            if (read == null || !read.getFullName().equals(written.getFullName())) {
                throw unreadable(
                        id, written.getFullName(), read == null ? "a class of ours" : read.getFullName(), null);
            }
            return BodyReader.specific(written, read);
        } catch (AvroRuntimeException e) {
            throw unreadable(id, written.getFullName(), "a schema that ours can read", e);
        }
    }

    private static UnreadableRecordException unreadable(int id, String value, String rule, @Nullable Throwable cause) {
        return new UnreadableRecordException(Fault.UNREADABLE, Expected.message("schema id " + id, value, rule), cause);
    }

    private static UnreadableRecordException unreadable(byte[] data, String rule, @Nullable Throwable cause) {
        return new UnreadableRecordException(
                Fault.UNREADABLE, "record: " + data.length + " bytes (expected: " + rule + ")", cause);
    }
}
