package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.RandomAvro;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The direct reader against Avro's own, on whole and on broken bytes. */
@Timeout(120)
class DirectReaderTest {
    @Test
    void everyTopicIsReadDirectly() {
        for (Topic<?> topic : Topics.of(4).all()) {
            Schema schema = AvroCodec.schemaOf(topic.valueType());
            assertThat(BodyReader.specific(schema, schema)).as(topic.name()).isInstanceOf(BodyReader.Direct.class);
        }
    }

    @Test
    void readsWhatAvroReads() {
        for (Topic<?> topic : Topics.of(4).all()) {
            Schema schema = AvroCodec.schemaOf(topic.valueType());
            BodyReader<SpecificRecord> direct = BodyReader.specific(schema, schema);
            BodyReader<SpecificRecord> avro = new BodyReader.Resolving<>(AvroCodec.reader(schema, schema));
            Trials.run(1_000, random -> {
                byte[] body = AvroBody.encode(RandomAvro.of(topic.valueType(), random));
                Object read = outcome(direct, body);
                assertThat(read).isInstanceOf(topic.valueType()).isEqualTo(outcome(avro, body));
                assertThat(AvroBody.encode((SpecificRecord) read)).isEqualTo(body);
            });
        }
    }

    @Test
    void acceptsAndRefusesWhatAvroDoes() {
        for (Topic<?> topic : Topics.of(4).all()) {
            Schema schema = AvroCodec.schemaOf(topic.valueType());
            BodyReader<SpecificRecord> direct = BodyReader.specific(schema, schema);
            BodyReader<SpecificRecord> avro = new BodyReader.Resolving<>(AvroCodec.reader(schema, schema));
            Trials.run(5_000, random -> {
                byte[] body = broken(AvroBody.encode(RandomAvro.of(topic.valueType(), random)), random);
                assertThat(outcome(direct, body)).isEqualTo(outcome(avro, body));
            });
        }
    }

    @Test
    void blocksWithTheirSizeInBytesAreRead() {
        // -2 elements, in 4 bytes; then the end.
        ByteSource in = new ByteSource(new byte[] {3, 8, 1, 1, 1, 1, 0}, 0);
        assertThat(in.readBlock()).isEqualTo(2);
        assertThat(in.readLong()).isEqualTo(-1);
    }

    @Test
    void whatNoneOfOursHoldsIsLeftToAvro() {
        DirectPlan plan = new DirectPlan(org.apache.avro.specific.SpecificData.get());
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Other").fields();
        assertThat(plan.of(fields.requiredDouble("price").endRecord())).isNull();
    }

    private static Object outcome(BodyReader<SpecificRecord> reader, byte[] body) {
        try {
            return reader.read(body, 0);
        } catch (IOException | RuntimeException e) {
            return "refused";
        }
    }

    private static byte[] broken(byte[] good, RandomGenerator random) {
        if (random.nextBoolean()) {
            return Arrays.copyOf(good, random.nextInt(good.length + 2));
        }
        byte[] bad = good.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bad;
    }
}
