package io.millrace.client.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.millrace.client.integration.CallIdentity;
import io.millrace.client.integration.RecorderCounters;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.anthropic.api.AnthropicApi;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.observation.conventions.AiProvider;
import org.springframework.ai.openai.api.OpenAiApi;

class MillraceObservationHandlerTest {
    private static final long NOW = 1_790_000_000_000_000L;
    private static final String PROMPT = "canary-prompt-5f1c";
    private static final String COMPLETION = "canary-completion-9d02";
    private static final String ERROR_TEXT = "canary-error-77ab";

    private final TestingClock clock = new TestingClock(NOW);
    private final List<io.millrace.schemas.usage.Usage> sink = new ArrayList<>();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final MillraceObservationHandler handler =
            new MillraceObservationHandler(sink::add, () -> CallIdentity.of(attribution()), clock);

    @BeforeEach
    void register() {
        registry.observationConfig().observationHandler(handler);
    }

    @Test
    void callBecomesOneRecord() {
        ask("openai", answer(new DefaultUsage(100, 20), "STOP"));

        var usage = only();
        assertThat(usage.attribution()).isEqualTo(attribution());
        assertThat(usage.eventId().version()).isEqualTo(7);
        assertThat(usage.call().operation()).isEqualTo(Operation.CHAT);
        assertThat(usage.call().provider()).isEqualTo("openai");
        assertThat(usage.call().modelRequested()).isEqualTo("gpt-asked");
        assertThat(usage.call().modelServed()).isEqualTo("gpt-served");
        assertThat(usage.call().streamed()).isFalse();
        assertThat(usage.tokens()).isEqualTo(TokenCounts.of(100, 20));
        assertThat(usage.usageSource()).isEqualTo(UsageSource.PROVIDER);
        assertThat(usage.timing().latencyMicros()).isEqualTo(FakeModel.LATENCY_MICROS);
        assertThat(usage.occurredAtMicros()).isEqualTo(NOW + FakeModel.LATENCY_MICROS);
        assertThat(usage.result()).isEqualTo(new Result(Outcome.SUCCESS, null, null, "resp-1"));
        assertThat(handler.counters()).isEqualTo(new RecorderCounters(1, 0, 0));
    }

    @Test
    void nativeUsageOfOpenAiTellsCachedAndReasoning() {
        var stated = new OpenAiApi.Usage(
                50,
                100,
                150,
                new OpenAiApi.Usage.PromptTokensDetails(null, 64),
                new OpenAiApi.Usage.CompletionTokenDetails(30, null, null, null));
        ask("openai", answer(new DefaultUsage(100, 50, 150, stated), "STOP"));

        assertThat(only().tokens()).isEqualTo(counts(100, 36L, 64L, null, 50, 30L));
    }

    @Test
    void nativeUsageOfAnthropicAddsTheCacheToTheInput() {
        var stated = new AnthropicApi.Usage(10, 5, 30, 200);
        ask("anthropic", answer(new DefaultUsage(10, 5, 15, stated), "end_turn"));

        assertThat(only().tokens()).isEqualTo(counts(240, 10L, 200L, 30L, 5, null));
    }

    @Test
    void nativeUsageThatCannotBeReadLeavesInputAndOutput() {
        ask("bedrock_converse", answer(new DefaultUsage(7, 3, 10, new Object()), "STOP"));
        ask("openai", answer(new DefaultUsage(7, 3, 10, Map.of("prompt_tokens", new Object())), "STOP"));

        assertThat(sink).hasSize(2).allMatch(usage -> usage.tokens().equals(TokenCounts.of(7, 3)));
        assertThat(sink.get(0).call().provider()).isEqualTo("aws.bedrock");
    }

    @Test
    void answerWithoutCountsIsRecordedWithNone() {
        ask("ollama", answer(new EmptyUsage(), "STOP"));

        assertThat(only().tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(only().usageSource()).isEqualTo(UsageSource.NONE);
        assertThat(only().result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void filteredAnswerIsRefusedAndStillCounted() {
        ask("openai", answer(new DefaultUsage(9, 1), "CONTENT_FILTER"));

        assertThat(only().result().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(only().tokens()).isEqualTo(TokenCounts.of(9, 1));
    }

    @Test
    void errorsTellTheirClassAndNothingElse() {
        assertThat(failure(new IllegalStateException(ERROR_TEXT)))
                .isEqualTo(new Result(Outcome.ERROR, null, "java.lang.IllegalStateException"));
        assertThat(failure(new IllegalStateException(new TimeoutException(ERROR_TEXT))))
                .isEqualTo(new Result(Outcome.TIMEOUT, null, "java.lang.IllegalStateException"));
        assertThat(sink)
                .allMatch(usage -> usage.tokens().equals(TokenCounts.NONE)
                        && usage.call().modelServed() == null
                        && usage.call().modelRequested().equals("gpt-asked"));
    }

    @Test
    void streamedAnswerIsRecordedOnce() {
        List<ChatResponse> parts = List.of(
                answer(new EmptyUsage(), ""), answer(new EmptyUsage(), ""), answer(new DefaultUsage(8, 4), "STOP"));
        assertThat(model("openai", () -> parts).stream(prompt()).collectList().block())
                .hasSize(3);

        assertThat(only().call().streamed()).isTrue();
        assertThat(only().call().modelServed()).isEqualTo("gpt-served");
        assertThat(only().tokens()).isEqualTo(TokenCounts.of(8, 4));
        assertThat(only().result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(only().timing().latencyMicros()).isEqualTo(FakeModel.LATENCY_MICROS);
    }

    @Test
    void streamThatBreaksIsAnErrorAndOneLeftIsCancelled() {
        IllegalStateException error = new IllegalStateException(ERROR_TEXT);
        FakeModel broken = model("openai", () -> {
            throw error;
        });
        assertThatThrownBy(() -> broken.stream(prompt()).blockLast()).hasMessage(ERROR_TEXT);
        model("openai", () -> List.of(answer(new EmptyUsage(), ""), answer(new DefaultUsage(8, 4), "STOP"))).stream(
                        prompt())
                .take(1)
                .blockLast();

        assertThat(sink)
                .extracting(usage -> usage.result().outcome())
                .containsExactly(Outcome.ERROR, Outcome.CANCELLED);
    }

    @Test
    void embeddingsAreRecordedToo() {
        EmbeddingModelObservationContext context = EmbeddingModelObservationContext.builder()
                .embeddingRequest(new EmbeddingRequest(
                        List.of(PROMPT),
                        EmbeddingOptions.builder().model("embed-asked").build()))
                .provider("openai")
                .build();
        Observation.createNotStarted("embedding", () -> context, registry)
                .observe(() -> context.setResponse(new EmbeddingResponse(
                        List.of(), new EmbeddingResponseMetadata("embed-served", new DefaultUsage(12, 0)))));

        assertThat(only().call().operation()).isEqualTo(Operation.EMBEDDINGS);
        assertThat(only().call().modelRequested()).isEqualTo("embed-asked");
        assertThat(only().call().modelServed()).isEqualTo("embed-served");
        assertThat(only().tokens()).isEqualTo(TokenCounts.of(12, 0));
        assertThat(sink.toString()).doesNotContain(PROMPT);
    }

    @Test
    void noTextOfPromptAnswerOrErrorReachesTheRecord() {
        ask("openai", answer(new DefaultUsage(1, 1), "STOP"));
        model("openai", () -> List.of(answer(new DefaultUsage(1, 1), "STOP"))).stream(prompt())
                .blockLast();
        failure(new IllegalStateException(ERROR_TEXT, new IllegalArgumentException(PROMPT)));

        assertThat(sink).hasSize(3);
        assertThat(sink.toString()).contains("acme", "gpt-asked").doesNotContain("canary");
    }

    @Test
    void everyProviderHasAName() {
        assertThat(AiProvider.values())
                .allSatisfy(provider ->
                        assertThat(Providers.nameOf(provider.value())).matches("[a-z0-9._]+"));
        assertThat(Providers.nameOf("azure-openai")).isEqualTo("azure.ai.openai");
        assertThat(Providers.nameOf("vertex_ai")).isEqualTo("gcp.vertex_ai");
    }

    @Test
    void otherObservationsAreLeftAlone() {
        assertThat(handler.supportsContext(new Observation.Context())).isFalse();
        Observation.createNotStarted("other", registry).observe(() -> {});

        assertThat(sink).isEmpty();
        assertThat(handler.counters()).isEqualTo(new RecorderCounters(0, 0, 0));
    }

    private io.millrace.schemas.usage.Usage only() {
        assertThat(sink).hasSize(1);
        return sink.get(0);
    }

    private void ask(String provider, ChatResponse answer) {
        ChatResponse response = model(provider, () -> List.of(answer)).call(prompt());
        assertThat(response.getResult().getOutput().getText()).isEqualTo(COMPLETION);
    }

    private Result failure(RuntimeException error) {
        FakeModel model = model("openai", () -> {
            throw error;
        });
        assertThatThrownBy(() -> model.call(prompt())).isSameAs(error);
        return sink.get(sink.size() - 1).result();
    }

    private FakeModel model(String provider, Supplier<List<ChatResponse>> answer) {
        return new FakeModel(provider, registry, clock, answer);
    }

    private static Prompt prompt() {
        return new Prompt(PROMPT, ChatOptions.builder().model("gpt-asked").build());
    }

    private static ChatResponse answer(Usage usage, String finishReason) {
        return new ChatResponse(
                List.of(new Generation(
                        new AssistantMessage(COMPLETION),
                        ChatGenerationMetadata.builder()
                                .finishReason(finishReason)
                                .build())),
                ChatResponseMetadata.builder()
                        .id("resp-1")
                        .model("gpt-served")
                        .usage(usage)
                        .build());
    }

    private static TokenCounts counts(
            long input,
            @Nullable Long uncached,
            @Nullable Long read,
            @Nullable Long written,
            long output,
            @Nullable Long reasoning) {
        return new TokenCounts(input, uncached, read, written, null, output, reasoning, null, null, null, null, null);
    }

    private static Attribution attribution() {
        return new Attribution("acme", null, null, "key-7", KeyKind.SERVICE, null, "search", null, null, null);
    }
}
