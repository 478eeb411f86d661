package io.millrace.schemas.serde;

import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * The two halves of a message in Confluent's wire format: the Avro body, which needs no registry, and the header with the
 * schema id before it. For whoever keeps bodies while the registry is away and frames them when it is back. Thread-safe.
 */
public final class AvroBody {
    private AvroBody() {}

    /**
     * The record in Avro binary, without a header.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when a required field is null or of another type
     */
    public static byte[] encode(SpecificRecord value) {
        return RecordEncoder.ofThread().body(value);
    }

    /**
     * A message: byte 0, four bytes of schema id (big-endian), then length bytes of the body from offset on.
     *
     * @param schemaId of the schema the body was written with, as the registry gave it
     * @throws IndexOutOfBoundsException when the range is not within the body
     */
    public static byte[] framed(int schemaId, byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        byte[] message = new byte[ByteSink.HEADER_BYTES + length];
        ByteSink.writeHeader(message, schemaId);
        System.arraycopy(body, offset, message, ByteSink.HEADER_BYTES, length);
        return message;
    }

    /** A message of the whole body. */
    public static byte[] framed(int schemaId, byte[] body) {
        return framed(schemaId, body, 0, body.length);
    }
}
