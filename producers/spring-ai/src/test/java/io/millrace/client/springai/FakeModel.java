package io.millrace.client.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.millrace.schemas.testing.TestingClock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/**
 * A chat model of the library, observed as the library's own models are, whose answer is given and takes 1,500 microseconds.
 *
 * @param answer the parts of the answer; throws what the call is to fail with
 */
record FakeModel(String provider, ObservationRegistry registry, TestingClock clock, Supplier<List<ChatResponse>> answer)
        implements ChatModel {
    static final long LATENCY_MICROS = 1_500;

    private static final DefaultChatModelObservationConvention CONVENTION = new DefaultChatModelObservationConvention();

    @Override
    public ChatResponse call(Prompt prompt) {
        ChatModelObservationContext context = context(prompt);
        ChatResponse response = observation(context).observe(() -> {
            ChatResponse only = slowAnswer().get(0);
            context.setResponse(only);
            return only;
        });
        return response == null ? new ChatResponse(List.of()) : response;
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> {
            ChatModelObservationContext context = context(prompt);
            Observation observation = observation(context).start();
            Flux<ChatResponse> parts = Flux.defer(() -> Flux.fromIterable(slowAnswer()));
            return new MessageAggregator()
                    .aggregate(
                            parts.doOnError(observation::error).doFinally(signal -> observation.stop()),
                            context::setResponse);
        });
    }

    private List<ChatResponse> slowAnswer() {
        clock.advanceMicros(LATENCY_MICROS);
        return answer.get();
    }

    private ChatModelObservationContext context(Prompt prompt) {
        return ChatModelObservationContext.builder()
                .prompt(prompt)
                .provider(provider)
                .build();
    }

    private Observation observation(ChatModelObservationContext context) {
        return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(
                null, CONVENTION, () -> context, registry);
    }
}
