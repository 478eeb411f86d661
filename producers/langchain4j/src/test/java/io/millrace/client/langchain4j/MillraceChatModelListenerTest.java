package io.millrace.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.millrace.client.integration.CallIdentity;
import io.millrace.client.integration.RecorderCounters;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MillraceChatModelListenerTest {
    private static final long NOW = 1_790_000_000_000_000L;
    private static final String PROMPT = "canary-prompt-5f1c";
    private static final String COMPLETION = "canary-completion-9d02";
    private static final String ERROR_TEXT = "canary-error-77ab";

    private final TestingClock clock = new TestingClock(NOW);
    private final List<Usage> sink = new ArrayList<>();
    private final MillraceChatModelListener listener =
            new MillraceChatModelListener(sink::add, () -> CallIdentity.of(attribution()), clock);

    @Test
    void callBecomesOneRecord() {
        ask(listener, ModelProvider.OPEN_AI, () -> answer(new TokenUsage(100, 20), FinishReason.STOP));

        Usage usage = only();
        assertThat(usage.attribution()).isEqualTo(attribution());
        assertThat(usage.eventId().version()).isEqualTo(7);
        assertThat(usage.call().provider()).isEqualTo("openai");
        assertThat(usage.call().modelRequested()).isEqualTo("gpt-asked");
        assertThat(usage.call().modelServed()).isEqualTo("gpt-served");
        assertThat(usage.call().streamed()).isFalse();
        assertThat(usage.tokens()).isEqualTo(TokenCounts.of(100, 20));
        assertThat(usage.usageSource()).isEqualTo(UsageSource.PROVIDER);
        assertThat(usage.timing().latencyMicros()).isEqualTo(FakeModel.LATENCY_MICROS);
        assertThat(usage.occurredAtMicros()).isEqualTo(NOW + FakeModel.LATENCY_MICROS);
        assertThat(usage.result()).isEqualTo(new Result(Outcome.SUCCESS, null, null, "resp-1"));
        assertThat(listener.counters()).isEqualTo(new RecorderCounters(1, 0, 0));
    }

    @Test
    void openAiTellsCachedReasoningAndTier() {
        OpenAiTokenUsage stated = OpenAiTokenUsage.builder()
                .inputTokenCount(100)
                .inputTokensDetails(OpenAiTokenUsage.InputTokensDetails.builder()
                        .cachedTokens(64)
                        .build())
                .outputTokenCount(50)
                .outputTokensDetails(OpenAiTokenUsage.OutputTokensDetails.builder()
                        .reasoningTokens(30)
                        .build())
                .totalTokenCount(150)
                .build();
        ask(
                listener,
                ModelProvider.OPEN_AI,
                () -> ChatResponse.builder()
                        .aiMessage(AiMessage.from(COMPLETION))
                        .metadata(OpenAiChatResponseMetadata.builder()
                                .id("resp-1")
                                .modelName("gpt-served")
                                .tokenUsage(stated)
                                .serviceTier("flex")
                                .build())
                        .build());

        assertThat(only().tokens()).isEqualTo(counts(100, 36L, 64L, null, 50, 30L));
        assertThat(only().call().serviceTier()).isEqualTo("flex");
    }

    @Test
    void anthropicsCacheIsAddedToItsInput() {
        ask(
                listener,
                ModelProvider.ANTHROPIC,
                () -> answer(
                        AnthropicTokenUsage.builder()
                                .inputTokenCount(10)
                                .outputTokenCount(5)
                                .cacheReadInputTokens(200)
                                .cacheCreationInputTokens(30)
                                .build(),
                        FinishReason.STOP));

        assertThat(only().call().provider()).isEqualTo("anthropic");
        assertThat(only().tokens()).isEqualTo(counts(240, 10L, 200L, 30L, 5, null));
    }

    @Test
    void geminisThoughtsAreAddedToItsOutput() {
        ask(
                listener,
                ModelProvider.GOOGLE_AI_GEMINI,
                () -> answer(
                        GoogleAiGeminiTokenUsage.builder()
                                .inputTokenCount(100)
                                .cachedContentTokenCount(40)
                                .outputTokenCount(7)
                                .thoughtsTokenCount(90)
                                .build(),
                        FinishReason.STOP));

        assertThat(only().call().provider()).isEqualTo("gcp.gemini");
        assertThat(only().tokens()).isEqualTo(counts(100, 60L, 40L, null, 97, 90L));
    }

    @Test
    void answerWithoutCountsIsRecordedWithNone() {
        ask(listener, ModelProvider.OLLAMA, () -> answer(null, FinishReason.STOP));

        assertThat(only().tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(only().usageSource()).isEqualTo(UsageSource.NONE);
        assertThat(only().result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void filteredAnswerIsRefusedAndStillCounted() {
        ask(listener, ModelProvider.OPEN_AI, () -> answer(new TokenUsage(9, 1), FinishReason.CONTENT_FILTER));

        assertThat(only().result().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(only().tokens()).isEqualTo(TokenCounts.of(9, 1));
    }

    @Test
    void errorsTellTheirClassAndStatusAndNothingElse() {
        assertThat(failure(new RateLimitException(ERROR_TEXT, new HttpException(429, ERROR_TEXT))))
                .isEqualTo(new Result(Outcome.ERROR, 429, "dev.langchain4j.exception.RateLimitException"));
        assertThat(failure(new TimeoutException(ERROR_TEXT)))
                .isEqualTo(new Result(Outcome.TIMEOUT, null, "dev.langchain4j.exception.TimeoutException"));
        assertThat(failure(new ContentFilteredException(ERROR_TEXT)))
                .isEqualTo(new Result(Outcome.REFUSED, null, "dev.langchain4j.exception.ContentFilteredException"));
        assertThat(failure(new HttpException(999, ERROR_TEXT)).httpStatus()).isNull();
        assertThat(sink)
                .allMatch(usage -> usage.tokens().equals(TokenCounts.NONE)
                        && usage.call().modelServed() == null
                        && Long.valueOf(FakeModel.LATENCY_MICROS)
                                .equals(usage.timing().latencyMicros()));
    }

    @Test
    void streamedAnswersAndErrorsAreRecordedOnce() {
        MillraceChatModelListener streaming = listener.streaming();
        List<Throwable> seen = new ArrayList<>();
        stream(streaming, () -> answer(new TokenUsage(8, 4), FinishReason.STOP), seen);
        stream(
                streaming,
                () -> {
                    throw new TimeoutException(ERROR_TEXT);
                },
                seen);

        assertThat(sink).hasSize(2).allMatch(usage -> usage.call().streamed());
        assertThat(sink.get(0).tokens()).isEqualTo(TokenCounts.of(8, 4));
        assertThat(sink.get(1).result().outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(seen).hasSize(1);
        assertThat(listener.counters().recorded()).isEqualTo(2);
    }

    @Test
    void noTextOfPromptAnswerOrErrorReachesTheRecord() {
        ask(listener, ModelProvider.OPEN_AI, () -> answer(new TokenUsage(1, 1), FinishReason.STOP));
        stream(listener.streaming(), () -> answer(new TokenUsage(1, 1), FinishReason.STOP), new ArrayList<>());
        failure(new RuntimeException(ERROR_TEXT, new HttpException(400, PROMPT)));

        assertThat(sink).hasSize(3);
        assertThat(sink.toString())
                .contains("acme", "gpt-asked")
                .doesNotContain(PROMPT)
                .doesNotContain(COMPLETION)
                .doesNotContain(ERROR_TEXT)
                .doesNotContain("canary");
    }

    @Test
    void providerBehindAnothersClientCanBeNamed() {
        ask(
                listener.withProvider("groq"),
                ModelProvider.OPEN_AI,
                () -> answer(new TokenUsage(1, 1), FinishReason.STOP));

        assertThat(only().call().provider()).isEqualTo("groq");
    }

    @Test
    void everyProviderHasAName() {
        assertThat(ModelProvider.values())
                .allSatisfy(provider -> assertThat(Providers.nameOf(provider)).matches("[a-z0-9._]+"));
        assertThat(Providers.nameOf(ModelProvider.MISTRAL_AI)).isEqualTo("mistral_ai");
        assertThat(Providers.nameOf(ModelProvider.WATSONX)).isEqualTo("ibm.watsonx.ai");
    }

    @Test
    void callOfNobodyGoesOnAndIsCounted() {
        MillraceChatModelListener nobody = new MillraceChatModelListener(sink::add, () -> null, clock);
        ask(nobody, ModelProvider.OPEN_AI, () -> answer(new TokenUsage(1, 1), FinishReason.STOP));

        assertThat(sink).isEmpty();
        assertThat(nobody.counters()).isEqualTo(new RecorderCounters(0, 1, 0));
    }

    private Usage only() {
        assertThat(sink).hasSize(1);
        return sink.get(0);
    }

    private void ask(MillraceChatModelListener with, ModelProvider provider, Supplier<ChatResponse> answer) {
        String text = new FakeModel(provider, "gpt-asked", with, clock, answer)
                .blocking()
                .chat(PROMPT);
        assertThat(text).isEqualTo(COMPLETION);
    }

    private Result failure(RuntimeException error) {
        FakeModel model = new FakeModel(ModelProvider.OPEN_AI, "gpt-asked", listener, clock, () -> {
            throw error;
        });
        assertThatThrownBy(() -> model.blocking().chat(PROMPT)).isSameAs(error);
        return sink.get(sink.size() - 1).result();
    }

    private void stream(MillraceChatModelListener with, Supplier<ChatResponse> answer, List<Throwable> errors) {
        new FakeModel(ModelProvider.OPEN_AI, "gpt-asked", with, clock, answer)
                .streaming()
                .chat(PROMPT, new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        assertThat(response.aiMessage().text()).isEqualTo(COMPLETION);
                    }

                    @Override
                    public void onError(Throwable error) {
                        errors.add(error);
                    }
                });
    }

    private static ChatResponse answer(@Nullable TokenUsage usage, FinishReason reason) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(COMPLETION))
                .id("resp-1")
                .modelName("gpt-served")
                .tokenUsage(usage)
                .finishReason(reason)
                .build();
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
