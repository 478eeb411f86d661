package io.millrace.client.publish;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.serde.AvroCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** Reads back what was sent, by Avro's own reader. */
final class SentRecords {
    private SentRecords() {}

    static UsageRecord decode(byte[] value) {
        AvroCodec.trust();
        try {
            byte[] body = Arrays.copyOfRange(value, Framing.HEADER_BYTES, value.length);
            return new SpecificDatumReader<>(UsageRecord.class)
                    .read(null, DecoderFactory.get().binaryDecoder(body, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
