package io.millrace.client.adapter;

import static io.millrace.schemas.usage.TokenCounts.orZero;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.UsageSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples broken at random: never an exception, always counts that keep the rules. */
final class UsageFuzzTest {
    private static final List<UsageCase> SAMPLES = UsageCase.all().toList();
    private static final UsageDrafts DRAFTS = new UsageDrafts();

    @Test
    void brokenSamplesStillGiveValidCounts() {
        Trials.run(8_000, random -> {
            UsageCase sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
            JsonNode broken = new JsonMutator(random).mutate(sample.input());
            // Any dialect may be handed any body.
            boolean own = random.nextInt(4) > 0;
            Dialect dialect = own
                    ? sample.dialect()
                    : SAMPLES.get(random.nextInt(SAMPLES.size())).dialect();
            UsageAdapter adapter = UsageAdapters.of(dialect);
            String text = broken.isTextual() ? broken.textValue() : broken.toString();
            check(adapter.fromBody(text));
            check(adapter.fromUsage(text));
            assertThat(adapter.fromBody(text.getBytes(UTF_8)).tokens())
                    .isEqualTo(adapter.fromBody(text).tokens());
            UsageStream stream = adapter.stream();
            broken.forEach(event -> check(stream.accept(event.toString()).result()));
        });
    }

    @Test
    void brokenBytesNeverThrow() {
        Trials.run(4_000, random -> {
            UsageCase sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
            byte[] bytes = sample.input().toString().getBytes(UTF_8);
            for (int i = random.nextInt(1, 6); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            UsageAdapter adapter = UsageAdapters.of(sample.dialect());
            check(adapter.fromBody(bytes));
            check(adapter.fromUsage(bytes));
            check(adapter.stream().accept(bytes).result());
        });
    }

    @Test
    void brokenPayloadsStillGiveRecordsThatCanBePublished() {
        List<JsonNode> payloads = DRAFTS.liteLlmPayloads();
        Trials.run(4_000, random -> {
            JsonNode broken = new JsonMutator(random).mutate(payloads.get(random.nextInt(payloads.size())));
            UsageDraft draft = DRAFTS.liteLlm().adapt(broken.toString(), UsageDrafts.RECEIVED_MICROS);
            check(draft.usage());
            assertThat(draft.toUsage(UsageDrafts.EVENT_ID, "w").tokens())
                    .isEqualTo(draft.usage().tokens());
        });
    }

    /** The sums that must hold, written out here a second time. */
    private static void check(AdaptedUsage usage) {
        TokenCounts t = usage.tokens();
        boolean classes = t.inputUncached() != null
                || t.cacheRead() != null
                || t.cacheWrite5m() != null
                || t.cacheWrite1h() != null;
        long sum =
                orZero(t.inputUncached()) + orZero(t.cacheRead()) + orZero(t.cacheWrite5m()) + orZero(t.cacheWrite1h());
        assertThat(!classes || sum == orZero(t.inputTotal())).as("%s", t).isTrue();
        assertThat(orZero(t.reasoning())).isLessThanOrEqualTo(orZero(t.outputTotal()));
        assertThat(orZero(t.audioInput()) + orZero(t.imageInput()) + orZero(t.videoInput()))
                .isLessThanOrEqualTo(orZero(t.inputTotal()));
        assertThat(orZero(t.audioOutput()) + orZero(t.imageOutput())).isLessThanOrEqualTo(orZero(t.outputTotal()));
        assertThat(usage.findings()).hasSizeLessThanOrEqualTo(Findings.ENTRIES_MAX);
        assertThat(usage.unknownFields()).hasSizeLessThanOrEqualTo(Findings.ENTRIES_MAX + 1);
        assertThat(usage.source() == UsageSource.NONE).isEqualTo(nothingCounted(usage));
    }

    private static boolean nothingCounted(AdaptedUsage usage) {
        return usage.tokens().equals(TokenCounts.NONE) && usage.units().equals(UnitCounts.NONE);
    }
}
