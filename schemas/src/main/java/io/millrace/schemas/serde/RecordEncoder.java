package io.millrace.schemas.serde;

import java.io.IOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Writes records into a buffer that is kept from one record to the next. Not thread-safe: one for each thread. */
final class RecordEncoder {
    private static final int CAPACITY_BYTES = 1024;
    private static final ThreadLocal<RecordEncoder> OF_THREAD = ThreadLocal.withInitial(RecordEncoder::new);

    private final ByteSink sink = new ByteSink(CAPACITY_BYTES);
    private final SpecificDatumWriter<SpecificRecord> writer = AvroCodec.writer();
    private @Nullable BinaryEncoder encoder;

    private RecordEncoder() {}

    static RecordEncoder ofThread() {
        return OF_THREAD.get();
    }

    /** Avro binary alone. */
    byte[] body(SpecificRecord value) {
        sink.reset();
        return written(value);
    }

    /** Header, then Avro binary. */
    byte[] message(int schemaId, SpecificRecord value) {
        sink.reset();
        sink.writeHeader(schemaId);
        return written(value);
    }

    private byte[] written(SpecificRecord value) {
        try {
            encoder = EncoderFactory.get().binaryEncoder(sink, encoder);
            writer.setSchema(value.getSchema());
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException e) {
            // A half-filled encoder would leak its bytes into the next record.
            OF_THREAD.remove();
            throw new SerializationException(
                    "record of " + value.getSchema().getName() + ": not written (expected: every required field set)",
                    e);
        }
        return sink.toByteArray();
    }
}
