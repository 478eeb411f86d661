package io.millrace.client.springai;

import io.millrace.client.adapter.AdaptedUsage;
import io.millrace.client.integration.EndedCall;
import io.millrace.client.integration.Failures;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;

/** What an observation that has stopped says of its call; numbers and identifiers only. Pure. */
final class Ended {
    private Ended() {}

    static EndedCall chat(ChatModelObservationContext context) {
        String provider = Providers.nameOf(context.getOperationMetadata().provider());
        ChatOptions options = context.getRequest().getOptions();
        ChatResponse response = context.getResponse();
        ChatResponseMetadata answer = response == null ? null : response.getMetadata();
        AdaptedUsage usage = answer == null ? null : Tokens.of(answer.getUsage(), provider);
        boolean refused = response != null && AdaptedUsage.isRefusal(finishReason(response));
        Throwable error = context.getError();
        return new EndedCall(
                Operation.CHAT,
                provider,
                options == null ? null : options.getModel(),
                answer == null ? null : answer.getModel(),
                answer != null && answer.getUsage() instanceof MessageAggregator.DefaultUsage,
                usage,
                refused && error == null ? Outcome.REFUSED : outcome(error, response != null, usage),
                error,
                null,
                answer == null ? null : answer.getId());
    }

    static EndedCall embedding(EmbeddingModelObservationContext context) {
        String provider = Providers.nameOf(context.getOperationMetadata().provider());
        EmbeddingOptions options = context.getRequest().getOptions();
        EmbeddingResponse response = context.getResponse();
        AdaptedUsage usage =
                response == null ? null : Tokens.of(response.getMetadata().getUsage(), provider);
        Throwable error = context.getError();
        return new EndedCall(
                Operation.EMBEDDINGS,
                provider,
                options == null ? null : options.getModel(),
                response == null ? null : response.getMetadata().getModel(),
                false,
                usage,
                outcome(error, response != null, usage),
                error,
                null,
                null);
    }

    /** An observation that stops with neither an answer nor an error is of a stream whose reader left. */
    private static Outcome outcome(@Nullable Throwable error, boolean answered, @Nullable AdaptedUsage usage) {
        if (error == null) {
            return answered ? Outcome.SUCCESS : Outcome.CANCELLED;
        }
        Outcome told = Failures.outcomeOf(error);
        boolean began = usage != null && TokenCounts.orZero(usage.tokens().outputTotal()) > 0;
        return told == Outcome.ERROR && began ? Outcome.PARTIAL : told;
    }

    private static @Nullable String finishReason(ChatResponse response) {
        Generation first = response.getResult();
        return first == null ? null : first.getMetadata().getFinishReason();
    }
}
