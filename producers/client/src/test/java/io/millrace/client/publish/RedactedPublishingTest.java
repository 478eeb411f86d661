package io.millrace.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactedPublishingTest {
    /** Of the form of an access key id; in two parts, so that no scanner takes it for one. */
    private static final String SECRET = "AK" + "IA" + "QWERTYUIOPASDFGH";

    @Test
    void secretInAnyFieldNeverReachesTheWireAndCostsNoRecord() {
        PublishingRig rig = new PublishingRig(PublishSettings.defaults());

        PublishResult result = rig.publisher.publish(usage());
        rig.pump();

        byte[] sent = rig.producer().history().get(0).value();
        UsageRecord record = SentRecords.decode(sent);
        assertThat(result).isEqualTo(PublishResult.ACCEPTED);
        assertThat(new String(sent, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
        assertThat(record.getAttribution().getApiKeyId()).isEqualTo("[redacted:aws_access_key_id]");
        assertThat(record.getResult().getErrorType()).isEqualTo("redacted");
        assertThat(record.getCall().getModelServed()).isEqualTo("gpt-4.1-mini");
    }

    private static Usage usage() {
        Usage plain = Samples.usage("acme", SECRET, PublishingRig.NOW, 1, TokenCounts.of(10, 5));
        return new Usage(
                plain.eventId(),
                plain.attribution(),
                plain.call(),
                plain.tokens(),
                plain.units(),
                plain.usageSource(),
                plain.timing(),
                new Result(Outcome.ERROR, 500, SECRET, SECRET),
                null,
                plain.credentialMode(),
                null,
                null,
                new DecisionReference(Dimension.API_KEY, SECRET, 1),
                null,
                Map.of("note", "x " + SECRET));
    }
}
