package io.millrace.bench;

import io.millrace.avro.UsageRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Avro alone at its best, for JMH: custom coders on, a reused buffered encoder into a sink without a lock, the bytes copied
 * out; a reused decoder, a new record for each call, as a Kafka deserializer has to make.
 */
@State(Scope.Thread)
public class SerdeBare {
    /** Grows never: the sample fits. */
    private static final class Sink extends OutputStream {
        private final byte[] bytes = new byte[8 * 1024];
        private int size;

        @Override
        public void write(int value) {
            bytes[size++] = (byte) value;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            System.arraycopy(source, offset, bytes, size, length);
            size += length;
        }
    }

    private final UsageRecord record = SerdeSample.full();
    private final SpecificData data = customCoders();
    private final SpecificDatumWriter<UsageRecord> writer = new SpecificDatumWriter<>(record.getSchema(), data);
    private final SpecificDatumReader<UsageRecord> reader =
            new SpecificDatumReader<>(record.getSchema(), record.getSchema(), data);
    private final Sink sink = new Sink();
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;
    private final byte[] bytes = serialize();

    @Benchmark
    public byte[] serialize() {
        try {
            sink.size = 0;
            encoder = EncoderFactory.get().binaryEncoder(sink, encoder);
            writer.write(record, encoder);
            encoder.flush();
            return Arrays.copyOf(sink.bytes, sink.size);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public Object deserialize() {
        try {
            decoder = DecoderFactory.get().binaryDecoder(bytes, decoder);
            return reader.read(null, decoder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SpecificData customCoders() {
        SpecificData data = new SpecificData(SerdeBare.class.getClassLoader());
        data.setCustomCoders(true);
        // Avro's fast reader, on unless said otherwise, takes the place of the custom coders and is slower than they
        // are.
        data.setFastReaderEnabled(false);
        return data;
    }
}
