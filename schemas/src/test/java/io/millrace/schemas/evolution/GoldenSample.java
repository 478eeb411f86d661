package io.millrace.schemas.evolution;

import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.DeliveryMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.RejectedMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.AvroCodec;
import io.millrace.schemas.testing.ContractSamples;
import io.millrace.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * The record whose bytes are kept for a topic, and its way to bytes and back: pure Avro, without the five bytes of header.
 *
 * @param topic its name
 * @param record every field of it is set
 */
record GoldenSample(String topic, SpecificRecord record) {

    /** One for each topic of the catalogue. */
    static List<GoldenSample> all() {
        AvroCodec.trust();
        Topics topics = Topics.of(1);
        return List.of(
                new GoldenSample(topics.usage().name(), UsageMapping.toAvro(ContractSamples.usage())),
                new GoldenSample(topics.rated().name(), RatingMapping.toAvro(ContractSamples.rated())),
                new GoldenSample(topics.drawdowns().name(), BillingMapping.toAvro(ContractSamples.drawdown())),
                new GoldenSample(topics.decisions().name(), BudgetMapping.toAvro(ContractSamples.decision())),
                new GoldenSample(topics.alerts().name(), BudgetMapping.toAvro(ContractSamples.alert())),
                new GoldenSample(topics.rejected().name(), RejectedMapping.toAvro(ContractSamples.rejected())),
                new GoldenSample(topics.policies().name(), BudgetMapping.toAvro(ContractSamples.policy())),
                new GoldenSample(topics.prices().name(), RatingMapping.toAvro(ContractSamples.price())),
                new GoldenSample(topics.workspaces().name(), BillingMapping.toAvro(ContractSamples.workspace())),
                new GoldenSample(topics.credits().name(), BillingMapping.toAvro(ContractSamples.credit())),
                new GoldenSample(topics.notices().name(), BillingMapping.toAvro(ContractSamples.notice())),
                new GoldenSample(topics.undelivered().name(), DeliveryMapping.toAvro(ContractSamples.undelivered())));
    }

    Schema currentSchema() {
        return record.getSchema();
    }

    /** The bytes of the current class under the current schema. */
    byte[] encode() {
        return encode(record);
    }

    /** Bytes that were written under a released schema, read into the current class. */
    SpecificRecord decode(byte[] bytes, Schema released) {
        return read(new SpecificDatumReader<>(released, currentSchema()), bytes);
    }

    static byte[] encode(SpecificRecord record) {
        return write(new SpecificDatumWriter<>(record.getSchema()), record);
    }

    /** The bytes of a record of the current class as a writer of the released schema would have made them. */
    static byte[] encodeAs(Schema released, SpecificRecord record) {
        Object generic = read(new GenericDatumReader<>(record.getSchema(), released), encode(record));
        return write(new GenericDatumWriter<>(released), generic);
    }

    private static <T> byte[] write(DatumWriter<T> writer, T value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            writer.write(value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(DatumReader<T> reader, byte[] bytes) {
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
            T value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("bytes after the record: some (expected: none)");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
