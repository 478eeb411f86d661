package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.avro.Drawdown;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.testing.Samples;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroBodyTest {
    private final FakeSchemaRegistry registry = new FakeSchemaRegistry();

    @Test
    void framedBodyIsWhatTheSerializerWrites() {
        byte[] message = new MillraceAvroSerializer<UsageRecord>(registry).serialize("millrace.usage", usage());
        byte[] body = AvroBody.encode(usage());
        assertThat(AvroBody.framed(1, body)).isEqualTo(message);
        assertThat(body).isEqualTo(Arrays.copyOfRange(message, 5, message.length));
    }

    @Test
    void everyByteOfTheSchemaIdIsInTheHeader() {
        assertThat(HexFormat.of().formatHex(AvroBody.framed(0x81_A2_33_F4, new byte[] {7, 8, 9}, 1, 1)))
                .isEqualTo("0081a233f408");
    }

    @Test
    void rangeOutsideTheBodyIsRefused() {
        assertThatThrownBy(() -> AvroBody.framed(1, new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void typesTakeTurnsOnOneThread() {
        Drawdown drawdown =
                new Drawdown("d-1", "acme", 7L, 54_399_000L, 45_332_500L, 3L, 1_000_000L, 2_000_000L, "UTC", List.of());
        byte[] alone = AvroBody.encode(drawdown);
        AvroBody.encode(usage());
        assertThat(AvroBody.encode(drawdown)).isEqualTo(alone);
        assertThat(HexFormat.of().formatHex(alone))
                .isEqualTo("06642d310861636d650eb0c0f033a8e09d2b0680897a8092f4010655544300");
    }

    @Test
    void failedRecordLeavesNothingInTheNext() {
        byte[] alone = AvroBody.encode(usage());
        UsageRecord broken = usage();
        broken.setEventId(null);
        assertThatThrownBy(() -> AvroBody.encode(broken)).isInstanceOf(SerializationException.class);
        assertThat(AvroBody.encode(usage())).isEqualTo(alone);
    }

    private static UsageRecord usage() {
        return UsageMapping.toAvro(Samples.usage("acme", 1_760_000_000_000_000L, 1, 1_200, 340));
    }
}
