package io.millrace.schemas.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.serde.AvroCodec;
import io.millrace.schemas.testing.RandomRecords;
import io.millrace.schemas.testing.RandomUsage;
import io.millrace.schemas.testing.Trials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Every record comes back as it was, from its Avro class and from its bytes. */
class RoundTripTest {
    private static final int TRIALS = 2_000;

    @Test
    void usageComesBack() {
        comesBack(random -> new RandomUsage(random).usage(), UsageMapping::toAvro, UsageMapping::fromAvro);
    }

    @Test
    void ratedUsageComesBack() {
        comesBack(random -> new RandomRecords(random).rated(), RatingMapping::toAvro, RatingMapping::fromAvro);
    }

    @Test
    void priceComesBack() {
        comesBack(random -> new RandomRecords(random).price(), RatingMapping::toAvro, RatingMapping::fromAvro);
    }

    @Test
    void rejectedRecordComesBack() {
        comesBack(random -> new RandomRecords(random).rejected(), RejectedMapping::toAvro, RejectedMapping::fromAvro);
    }

    @Test
    void policyComesBack() {
        comesBack(random -> new RandomRecords(random).policy(), BudgetMapping::toAvro, BudgetMapping::fromAvro);
    }

    @Test
    void decisionComesBack() {
        comesBack(random -> new RandomRecords(random).decision(), BudgetMapping::toAvro, BudgetMapping::fromAvro);
    }

    @Test
    void alertComesBack() {
        comesBack(random -> new RandomRecords(random).alert(), BudgetMapping::toAvro, BudgetMapping::fromAvro);
    }

    @Test
    void workspaceComesBack() {
        comesBack(random -> new RandomRecords(random).workspace(), BillingMapping::toAvro, BillingMapping::fromAvro);
    }

    @Test
    void drawdownComesBack() {
        comesBack(random -> new RandomRecords(random).drawdown(), BillingMapping::toAvro, BillingMapping::fromAvro);
    }

    @Test
    void creditComesBack() {
        comesBack(random -> new RandomRecords(random).credit(), BillingMapping::toAvro, BillingMapping::fromAvro);
    }

    @Test
    void noticeComesBack() {
        comesBack(random -> new RandomRecords(random).notice(), BillingMapping::toAvro, BillingMapping::fromAvro);
    }

    @Test
    void undeliveredComesBack() {
        comesBack(
                random -> new RandomRecords(random).undelivered(), DeliveryMapping::toAvro, DeliveryMapping::fromAvro);
    }

    private static <T, A extends SpecificRecord> void comesBack(
            Function<RandomGenerator, T> make, Function<T, A> toAvro, Function<A, T> fromAvro) {
        AvroCodec.trust();
        Trials.run(TRIALS, random -> {
            T record = make.apply(random);
            A avro = toAvro.apply(record);
            assertThat(fromAvro.apply(avro)).isEqualTo(record);
            A read = throughBytes(avro);
            assertThat(read).isEqualTo(avro);
            assertThat(fromAvro.apply(read)).isEqualTo(record);
        });
    }

    private static <A extends SpecificRecord> A throughBytes(A record) {
        Schema schema = record.getSchema();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<A>(schema).write(record, encoder);
            encoder.flush();
            return new SpecificDatumReader<A>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
