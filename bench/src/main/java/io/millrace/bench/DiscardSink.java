package io.millrace.bench;

import io.millrace.avro.RatedUsage;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.MillraceAvroDeserializer;
import io.millrace.schemas.serde.RestSchemaRegistry;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** The baseline of the job: reads each record as far as the sinks do, and keeps nothing of it. */
final class DiscardSink implements Sink<byte[]> {
    /** Records of all runs. Static, since a sink reaches its task as bytes: nothing else is known to both sides. */
    static final LongAdder RECORDS = new LongAdder();

    private static final long serialVersionUID = 1;

    private final String registryUrl;

    DiscardSink(String registryUrl) {
        this.registryUrl = registryUrl;
    }

    @Override
    public SinkWriter<byte[]> createWriter(WriterInitContext context) {
        return new Writer(
                new MillraceAvroDeserializer<>(new RestSchemaRegistry(List.of(registryUrl)), RatedUsage.class));
    }

    private record Writer(MillraceAvroDeserializer<RatedUsage> deserializer) implements SinkWriter<byte[]> {
        @Override
        public void write(byte[] value, Context context) {
            if (UsageMapping.fromAvro(deserializer.deserialize("", value).getUsage())
                            .occurredAtMicros()
                    > 0) {
                RECORDS.increment();
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
