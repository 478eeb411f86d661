package io.millrace.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.DeliveryMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.RejectedMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.testing.ContractSamples;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Bytes of every topic as each release wrote them: they can be read for ever, and are written the same. */
class GoldenBytesTest {
    private static final String FIRST = "0.1";

    @Test
    void releasedSchemasAreAsTheyWereReleased() throws IOException {
        forEachGolden((sample, released, golden) ->
                assertThat(GoldenFile.fingerprint(released)).isEqualTo(golden.fingerprint()));
    }

    @Test
    void bytesOfEveryReleaseReadAsTheSampleAndAreWrittenTheSame() throws IOException {
        forEachGolden((sample, released, golden) -> {
            SpecificRecord read = sample.decode(golden.bytes(), released);
            assertThat(HexFormat.of().formatHex(GoldenSample.encodeAs(released, read)))
                    .isEqualTo(golden.body());
        });
    }

    /** Of the sample, what the release had: a field that came later is not in its bytes. */
    @Test
    void bytesOfTheFirstReleaseAreTheSample() throws IOException {
        ReleasedSchemas released = ReleasedSchemas.read(ReleasedSchemas.DIRECTORY);
        for (GoldenSample sample : GoldenSample.all()) {
            GoldenFile golden = GoldenFile.read(GoldenFile.DIRECTORY, FIRST, sample.topic());
            Schema schema = released.of(FIRST).get(sample.topic());
            byte[] asThen = GoldenSample.encodeAs(schema, sample.record());
            // Fields that came later are not in the bytes, and have their defaults when read.
            assertThat(sample.decode(golden.bytes(), schema)).isEqualTo(sample.decode(asThen, schema));
            assertThat(HexFormat.of().formatHex(asThen)).isEqualTo(golden.body());
        }
    }

    @Test
    void sampleReadFromAvroIsTheRecordItWasMadeOf() {
        assertThat(UsageMapping.fromAvro(UsageMapping.toAvro(ContractSamples.usage())))
                .isEqualTo(ContractSamples.usage());
        assertThat(RatingMapping.fromAvro(RatingMapping.toAvro(ContractSamples.rated())))
                .isEqualTo(ContractSamples.rated());
        assertThat(RatingMapping.fromAvro(RatingMapping.toAvro(ContractSamples.price())))
                .isEqualTo(ContractSamples.price());
        assertThat(RejectedMapping.fromAvro(RejectedMapping.toAvro(ContractSamples.rejected())))
                .isEqualTo(ContractSamples.rejected());
        assertThat(BudgetMapping.fromAvro(BudgetMapping.toAvro(ContractSamples.policy())))
                .isEqualTo(ContractSamples.policy());
        assertThat(BudgetMapping.fromAvro(BudgetMapping.toAvro(ContractSamples.decision())))
                .isEqualTo(ContractSamples.decision());
        assertThat(BudgetMapping.fromAvro(BudgetMapping.toAvro(ContractSamples.alert())))
                .isEqualTo(ContractSamples.alert());
        assertThat(BillingMapping.fromAvro(BillingMapping.toAvro(ContractSamples.workspace())))
                .isEqualTo(ContractSamples.workspace());
        assertThat(BillingMapping.fromAvro(BillingMapping.toAvro(ContractSamples.drawdown())))
                .isEqualTo(ContractSamples.drawdown());
        assertThat(BillingMapping.fromAvro(BillingMapping.toAvro(ContractSamples.credit())))
                .isEqualTo(ContractSamples.credit());
        assertThat(BillingMapping.fromAvro(BillingMapping.toAvro(ContractSamples.notice())))
                .isEqualTo(ContractSamples.notice());
        assertThat(DeliveryMapping.fromAvro(DeliveryMapping.toAvro(ContractSamples.undelivered())))
                .isEqualTo(ContractSamples.undelivered());
    }

    @Test
    void everyFieldOfASampleIsSet() {
        for (GoldenSample sample : GoldenSample.all()) {
            assertSet(sample.record(), sample.topic());
        }
    }

    private static void assertSet(SpecificRecord record, String path) {
        for (Schema.Field field : record.getSchema().getFields()) {
            String name = path + "." + field.name();
            Object value = record.get(field.pos());
            assertThat(value).as(name).isNotNull();
            if (value instanceof SpecificRecord nested) {
                assertSet(nested, name);
            } else if (value instanceof Iterable<?> values) {
                assertThat(values).as(name).isNotEmpty();
            }
        }
    }

    @FunctionalInterface
    private interface GoldenCheck {
        void accept(GoldenSample sample, Schema released, GoldenFile golden);
    }

    private static void forEachGolden(GoldenCheck check) throws IOException {
        ReleasedSchemas released = ReleasedSchemas.read(ReleasedSchemas.DIRECTORY);
        assertThat(released.versions()).contains(FIRST);
        for (String version : released.versions()) {
            for (GoldenSample sample : GoldenSample.all()) {
                Schema schema = released.of(version).get(sample.topic());
                if (schema != null) {
                    check.accept(sample, schema, GoldenFile.read(GoldenFile.DIRECTORY, version, sample.topic()));
                }
            }
        }
    }
}
