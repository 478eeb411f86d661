package io.millrace.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The attributes of github.com/open-telemetry/semantic-conventions-genai and the deprecated ones before them. */
final class OtelAdapterTest {
    private static final long START = 1_790_000_000_000_000L;
    private static final long END = START + 2_000_000;

    private static UsageDraft adapt(Map<String, ?> attributes) {
        return new UsageDrafts().otel().adapt("4bf92f3577b34da6/00f067aa0ba902b7", attributes, START, END);
    }

    private static Map<String, Object> current() {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("gen_ai.provider.name", "openai");
        attributes.put("gen_ai.operation.name", "chat");
        attributes.put("gen_ai.request.model", "gpt-5");
        attributes.put("gen_ai.response.model", "gpt-5-2025-08-07");
        attributes.put("gen_ai.response.id", "chatcmpl-123");
        attributes.put("gen_ai.response.finish_reasons", List.of("stop", "length"));
        attributes.put("gen_ai.response.time_to_first_chunk", 0.25);
        attributes.put("gen_ai.request.stream", true);
        attributes.put("gen_ai.conversation.id", "conv_5j66UpCpwteGg4YSxUnt7lPY");
        attributes.put("openai.response.service_tier", "flex");
        attributes.put("gen_ai.usage.input_tokens", 100L);
        attributes.put("gen_ai.usage.cache_read.input_tokens", 50L);
        attributes.put("gen_ai.usage.cache_write.input_tokens", 25L);
        attributes.put("gen_ai.usage.audio.input_tokens", 7L);
        attributes.put("gen_ai.usage.text.input_tokens", 93L);
        attributes.put("gen_ai.usage.output_tokens", 180);
        attributes.put("gen_ai.usage.reasoning.output_tokens", 30L);
        attributes.put("gen_ai.usage.lunar_tokens", 1L);
        attributes.put("user.id", "jane CONTENT");
        attributes.put("gen_ai.input.messages", "CONTENT");
        attributes.put("gen_ai.output.messages", List.of("CONTENT"));
        attributes.put("gen_ai.system_instructions", "CONTENT");
        attributes.put("gen_ai.tool.call.arguments", "CONTENT");
        attributes.put("client.address", "CONTENT");
        return attributes;
    }

    @Test
    void takesTheCurrentNames() {
        UsageDraft draft = adapt(current());
        assertThat(draft.usage().tokens())
                .isEqualTo(new TokenCounts(100L, 25L, 50L, 25L, null, 180L, 30L, 7L, null, null, null, null));
        assertThat(draft.usage().findings()).isEmpty();
        assertThat(draft.usage().unknownFields()).isEqualTo(Map.of("gen_ai.usage.lunar_tokens", 1));
        assertThat(draft.usage().finishReason()).isEqualTo("stop");
        assertThat(draft.call())
                .isEqualTo(new ModelCall(
                        Operation.CHAT, "openai", "gpt-5", "gpt-5-2025-08-07", null, null, "flex", false, true));
        assertThat(draft.timing()).isEqualTo(new Timing(END, 0, 2_000_000L, 250_000L, null, null));
        assertThat(draft.result()).isEqualTo(new Result(Outcome.SUCCESS, null, null, "chatcmpl-123"));
        assertThat(draft.sessionId()).isEqualTo("conv_5j66UpCpwteGg4YSxUnt7lPY");
        assertThat(draft.userPseudonym()).isEqualTo(UsageDrafts.pseudonym("jane CONTENT"));
        Usage usage = draft.toUsage(Objects.requireNonNull(draft.eventId()), "w");
        assertThat(usage.result()).isEqualTo(draft.result());
        assertThat(usage.metadata()).isEmpty();
        assertThat(draft.toString()).doesNotContain("CONTENT");
    }

    @Test
    void takesTheDeprecatedNames() {
        UsageDraft draft = adapt(Map.of(
                "gen_ai.system", "az.ai.openai",
                "gen_ai.operation.name", "text_completion",
                "gen_ai.request.model", "gpt-4",
                "gen_ai.usage.prompt_tokens", 10L,
                "gen_ai.usage.completion_tokens", 20L,
                "gen_ai.usage.cache_creation.input_tokens", 4L,
                "gen_ai.openai.response.service_tier", "default"));
        assertThat(draft.usage().tokens())
                .isEqualTo(new TokenCounts(10L, 6L, null, 4L, null, 20L, null, null, null, null, null, null));
        assertThat(draft.call())
                .isEqualTo(new ModelCall(
                        Operation.COMPLETION, "azure.ai.openai", "gpt-4", "gpt-4", null, null, null, false, false));
    }

    @Test
    void theCurrentNameWinsOverADeprecatedOne() {
        UsageDraft draft = adapt(Map.of("gen_ai.usage.input_tokens", 10L, "gen_ai.usage.prompt_tokens", 9L));
        assertThat(draft.usage().tokens().inputTotal()).isEqualTo(10);
        assertThat(draft.usage().findings())
                .extracting(Finding::message)
                .containsExactly("gen_ai.usage.prompt_tokens: 9 (expected: = gen_ai.usage.input_tokens 10)");
    }

    /** An agent's span repeats the counts of the calls inside it: both would be one call billed twice. */
    @Test
    void spansAroundCallsCountNothing() {
        Map<String, Object> attributes = current();
        attributes.put("gen_ai.operation.name", "invoke_agent");
        UsageDraft draft = adapt(attributes);
        assertThat(draft.usage().tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(draft.usage().source()).isEqualTo(UsageSource.NONE);
        assertThat(draft.usage().findings())
                .extracting(Finding::message)
                .containsExactly("gen_ai.operation.name: invoke_agent (expected: an operation that is one model call)");
    }

    @Test
    void errorsHaveAClassAndAStatus() {
        Map<String, Object> attributes = current();
        attributes.put("error.type", "timeout");
        attributes.put("http.response.status_code", 504L);
        assertThat(adapt(attributes).result()).isEqualTo(new Result(Outcome.TIMEOUT, 504, "timeout", "chatcmpl-123"));
        attributes.put("error.type", "java.io.IOException");
        assertThat(adapt(attributes).result().outcome()).isEqualTo(Outcome.PARTIAL);
        attributes.remove("gen_ai.usage.output_tokens");
        assertThat(adapt(attributes).result().outcome()).isEqualTo(Outcome.ERROR);
        attributes.remove("error.type");
        attributes.put("gen_ai.response.finish_reasons", List.of("content_filter"));
        assertThat(adapt(attributes).result().outcome()).isEqualTo(Outcome.REFUSED);
    }

    /** The text of an error may repeat a prompt; only a class goes on. */
    @Test
    void anErrorTextIsNoClass() {
        UsageDraft draft = adapt(Map.of("error.type", "could not answer CONTENT"));
        assertThat(draft.result()).isEqualTo(new Result(Outcome.ERROR, null, null));
        assertThat(draft.toString()).doesNotContain("CONTENT");
        assertThat(draft.usage().findings())
                .extracting(Finding::message)
                .containsExactly(
                        "error.type: text of 24 characters (expected: 1 to 128 of letters, digits and . _ - $ : /)");
    }

    @Test
    void timesThatCannotBeAreReported() {
        UsageDraft before = new UsageDrafts().otel().adapt("s", Map.of(), -1, END);
        assertThat(before.timing()).isEqualTo(new Timing(END, 0, null, null, null, null));
        assertThat(before.usage().findings())
                .extracting(Finding::message)
                .containsExactly("span start: -1 (expected: microseconds since the epoch)");
        UsageDraft years = new UsageDrafts().otel().adapt("s", Map.of(), 0, END);
        assertThat(years.timing().latencyMicros()).isNull();
        assertThat(years.usage().findings())
                .extracting(Finding::message)
                .containsExactly("span end: " + END + " (expected: <= 31 days after span start 0)");
    }

    @Test
    void wrongTypesAreReportedAndNull() {
        UsageDraft draft = adapt(Map.of(
                "gen_ai.usage.input_tokens",
                "CONTENT",
                "gen_ai.usage.output_tokens",
                1.5,
                "gen_ai.response.model",
                true,
                "gen_ai.request.stream",
                "CONTENT",
                "gen_ai.response.time_to_first_chunk",
                Double.NaN,
                "http.response.status_code",
                7L));
        assertThat(draft.usage().tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(draft.usage().findings())
                .extracting(Finding::message)
                .containsExactlyInAnyOrder(
                        "gen_ai.usage.input_tokens: text (expected: an integer 0 to 1000000000000)",
                        "gen_ai.usage.output_tokens: 1.5 (expected: an integer 0 to 1000000000000)",
                        "gen_ai.response.model: boolean (expected: 1 to 256 printable characters without spaces)",
                        "gen_ai.request.stream: text (expected: true or false)",
                        "gen_ai.response.time_to_first_chunk: NaN (expected: 0 to 1000000 seconds)",
                        "http.response.status_code: 7 (expected: an integer 100 to 599)");
    }

    @Test
    void aFirstChunkAfterTheEndIsReported() {
        UsageDraft draft = adapt(Map.of("gen_ai.response.time_to_first_chunk", 3.0));
        assertThat(draft.timing().firstTokenMicros()).isNull();
        assertThat(draft.usage().findings())
                .extracting(Finding::message)
                .containsExactly("first token: 3000000 us (expected: <= latency 2000000 us)");
    }

    @Test
    void anyAttributesGiveARecordThatCanBePublished() {
        Object[] values = {-1L, 0L, 5L, 1_000_000_000_001L, 2.5, Double.NaN, "x", "", true, List.of(), List.of(1L), 'c'
        };
        List<String> names = current().keySet().stream().sorted().toList();
        Trials.run(3_000, random -> {
            Map<String, Object> attributes = current();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                attributes.put(names.get(random.nextInt(names.size())), values[random.nextInt(values.length)]);
            }
            long end = START + random.nextLong(-2_000_000, 2_000_000);
            UsageDraft draft = new UsageDrafts().otel().adapt(null, attributes, START, end);
            assertThat(draft.toUsage(UsageDrafts.EVENT_ID, "w").tokens())
                    .isEqualTo(draft.usage().tokens());
        });
    }
}
