package io.millrace.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.Origin;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.AvroBody;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.usage.Usage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsageEncoderTest {
    private final UsageEncoder encoder = new UsageEncoder(new Stamp("gateway-ä", 1_760_000_000_000_000L));
    private final AvroBuffer buffer = new AvroBuffer();

    @Test
    void bytesAreThoseOfTheGeneratedCoder() {
        Trials.run(5_000, random -> {
            Usage usage = RandomUsages.next(random);
            long publishedAt = random.nextLong() >>> 10;
            long sequence = random.nextLong() >>> random.nextInt(1, 60);

            buffer.reset();
            encoder.encode(usage, publishedAt, sequence, buffer);

            assertThat(Arrays.copyOf(buffer.bytes(), buffer.size())).isEqualTo(generated(usage, publishedAt, sequence));
        });
    }

    private static byte[] generated(Usage usage, long publishedAt, long sequence) {
        UsageRecord record = UsageMapping.toAvro(usage);
        record.getTiming().setPublishedAtMicros(publishedAt);
        record.setOrigin(new Origin("gateway-ä", 1_760_000_000_000_000L, sequence));
        return AvroBody.encode(record);
    }
}
