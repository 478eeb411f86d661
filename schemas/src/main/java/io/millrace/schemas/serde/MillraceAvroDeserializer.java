package io.millrace.schemas.serde;

import io.millrace.schemas.serde.UnreadableRecordException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Confluent's wire format into generated classes of ours. Null stays null.
 * {@link UnreadableRecordException}: these bytes will never be readable; {@link RegistryException}: ask again later.
 * Thread-safe after configure.
 */
public final class MillraceAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    private static final ThreadLocal<@Nullable BinaryDecoder> DECODERS = new ThreadLocal<>();

    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();
    private final @Nullable Class<T> expected;
    private @Nullable SchemaRegistry registry;

    /** For {@code value.deserializer}; configure follows. The class read is the one the schema names. */
    public MillraceAvroDeserializer() {
        expected = null;
    }

    /** Refuses records of any other type. */
    public MillraceAvroDeserializer(SchemaRegistry registry, Class<T> expected) {
        this.registry = registry;
        this.expected = expected;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        registry = SerdeConfig.registry(configs);
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
        SpecificDatumReader<T> reader = readerOf(ByteBuffer.wrap(data).getInt(1));
        try {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(data, ByteSink.HEADER_BYTES, data.length - ByteSink.HEADER_BYTES, DECODERS.get());
            DECODERS.set(decoder);
            T record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw unreadable(data, "nothing after the record", null);
            }
            return record;
        } catch (UnreadableRecordException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Avro answers broken bytes with whatever exception the break leads to.
            throw unreadable(data, "Avro of " + reader.getExpected().getName(), e);
        }
    }

    private SpecificDatumReader<T> readerOf(int id) {
        SpecificDatumReader<T> known = readers.get(id);
        if (known != null) {
            return known;
        }
        SchemaRegistry configured = registry;
        if (configured == null) {
            throw new SerializationException(
                    "deserializer: not configured (expected: " + SerdeConfig.REGISTRY_URL + ")");
        }
        Schema written = configured.byId(id);
        SpecificDatumReader<T> reader = AvroCodec.reader(written, readSchema(id, written));
        readers.put(id, reader);
        return reader;
    }

    private Schema readSchema(int id, Schema written) {
        if (expected == null) {
            return AvroCodec.schemaOf(written);
        }
        Schema ours = AvroCodec.schemaOf(expected);
        if (!ours.getFullName().equals(written.getFullName())) {
            throw new UnreadableRecordException(
                    Fault.UNREADABLE,
                    "schema id " + id + ": " + written.getFullName() + " (expected: " + ours.getFullName() + ")",
                    null);
        }
        return ours;
    }

    private static UnreadableRecordException unreadable(byte[] data, String rule, @Nullable Throwable cause) {
        return new UnreadableRecordException(
                Fault.UNREADABLE, "record: " + data.length + " bytes (expected: " + rule + ")", cause);
    }
}
