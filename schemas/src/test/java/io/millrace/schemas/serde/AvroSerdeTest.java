package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.avro.Drawdown;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.UnreadableRecordException.Fault;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private static final String TOPIC = "millrace.usage";

    private final FakeSchemaRegistry registry = new FakeSchemaRegistry();
    private final MillraceAvroSerializer<UsageRecord> serializer = new MillraceAvroSerializer<>(registry);
    private final MillraceAvroDeserializer<UsageRecord> deserializer =
            new MillraceAvroDeserializer<>(registry, UsageRecord.class);

    @Test
    void recordSurvivesTheWayThroughBytes() {
        UsageRecord record = record();
        byte[] bytes = serializer.serialize(TOPIC, record);
        assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(record);
    }

    @Test
    void headerIsZeroAndTheSchemaId() {
        byte[] bytes = serializer.serialize(TOPIC, record());
        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(1);
    }

    @Test
    void bytesOfADrawdownAreTheGoldenOnes() {
        Drawdown drawdown =
                new Drawdown("d-1", "acme", 7L, 54_399_000L, 45_332_500L, 3L, 1_000_000L, 2_000_000L, "UTC", List.of());
        byte[] bytes = new MillraceAvroSerializer<Drawdown>(registry).serialize("millrace.drawdowns", drawdown);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("000000000106642d310861636d650eb0c0f033a8e09d2b0680897a8092f4010655544300");
    }

    @Test
    void nullStaysNull() {
        assertThat(serializer.serialize(TOPIC, null)).isNull();
        assertThat(deserializer.deserialize(TOPIC, null)).isNull();
    }

    @Test
    void unknownSchemaIdIsTold() {
        byte[] bytes = serializer.serialize(TOPIC, record());
        bytes[4] = 99;
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
                .isInstanceOfSatisfying(
                        UnreadableRecordException.class,
                        e -> assertThat(e.fault()).isEqualTo(Fault.UNKNOWN_SCHEMA));
    }

    @Test
    void recordOfAnotherTypeIsUnreadable() {
        Drawdown drawdown = new Drawdown("d-1", "acme", 7L, 1L, 1L, 1L, 1L, 1L, "UTC", List.of());
        byte[] bytes = new MillraceAvroSerializer<Drawdown>(registry).serialize(TOPIC, drawdown);
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
                .hasMessageContaining("io.millrace.avro.Drawdown (expected: io.millrace.avro.UsageRecord)");
    }

    @Test
    void brokenBytesAreUnreadableAndNothingElse() {
        byte[] good = serializer.serialize(TOPIC, record());
        Trials.run(2_000, random -> {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bad))
                    .isInstanceOf(UnreadableRecordException.class);
        });
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, Arrays.copyOf(good, good.length + 1)))
                .hasMessageContaining("nothing after it");
    }

    @Test
    void failedRecordLeavesNothingInTheNext() {
        UsageRecord broken = record();
        broken.setEventId(null);
        assertThatThrownBy(() -> serializer.serialize(TOPIC, broken)).isInstanceOf(SerializationException.class);
        assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, record())))
                .isEqualTo(record());
    }

    private static UsageRecord record() {
        return UsageMapping.toAvro(Samples.usage("acme", 1_760_000_000_000_000L, 1, 1_200, 340));
    }
}
