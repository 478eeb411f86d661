package io.millrace.client.langchain4j;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.millrace.client.integration.CallIdentity;
import io.millrace.client.integration.CallRecorder;
import io.millrace.client.integration.EndedCall;
import io.millrace.client.integration.Failures;
import io.millrace.client.integration.RecorderCounters;
import io.millrace.client.integration.StartedCall;
import io.millrace.client.integration.UsageSink;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listener of LangChain4j's chat models that makes one usage record of each call, failed ones included. Messages are never
 * read, nor the texts of errors. Thread-safe: one serves any number of models that stream alike. Never throws.
 *
 * <p>The library tells a listener neither that an answer is streamed nor when its first token came: give streaming models
 * {@link #streaming()}; the first token's time stays null.
 */
public final class MillraceChatModelListener implements ChatModelListener {
    private final CallRecorder recorder;
    private final @Nullable String provider;
    private final boolean streamed;

    /**
     * @param sink such as {@code client::publish}
     * @param identity who makes the call; asked on the calling thread, null leaves the call out and counts it
     */
    public MillraceChatModelListener(UsageSink sink, Supplier<? extends @Nullable CallIdentity> identity) {
        this(sink, identity, new SystemClock());
    }

    public MillraceChatModelListener(UsageSink sink, Supplier<? extends @Nullable CallIdentity> identity, Clock clock) {
        this(new CallRecorder(sink, identity, clock), null, false);
    }

    private MillraceChatModelListener(CallRecorder recorder, @Nullable String provider, boolean streamed) {
        this.recorder = recorder;
        this.provider = provider;
        this.streamed = streamed;
    }

    /** For models that stream; the counters stay shared. */
    public MillraceChatModelListener streaming() {
        return new MillraceChatModelListener(recorder, provider, true);
    }

    /** For a provider reached through another's client, such as groq through OpenAI's; the counters stay shared. */
    public MillraceChatModelListener withProvider(String canonicalName) {
        return new MillraceChatModelListener(recorder, canonicalName, streamed);
    }

    public RecorderCounters counters() {
        return recorder.counters();
    }

    @Override
    public void onRequest(ChatModelRequestContext context) {
        StartedCall started = recorder.start();
        if (started != null) {
            context.attributes().put(this, started);
        }
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        end(context.attributes(), () -> answered(context));
    }

    @Override
    public void onError(ChatModelErrorContext context) {
        end(context.attributes(), () -> failed(context));
    }

    private void end(Map<Object, Object> attributes, Supplier<EndedCall> ended) {
        if (attributes.remove(this) instanceof StartedCall started) {
            recorder.end(started, ended);
        }
    }

    private EndedCall answered(ChatModelResponseContext context) {
        ChatResponse response = context.chatResponse();
        boolean refused = response.finishReason() == FinishReason.CONTENT_FILTER;
        return new EndedCall(
                Operation.CHAT,
                providerOf(context.modelProvider()),
                context.chatRequest().modelName(),
                response.modelName(),
                streamed,
                Tokens.of(response.metadata()),
                refused ? Outcome.REFUSED : Outcome.SUCCESS,
                null,
                null,
                response.id());
    }

    private EndedCall failed(ChatModelErrorContext context) {
        Throwable error = context.error();
        HttpException http = Failures.find(error, HttpException.class);
        return new EndedCall(
                Operation.CHAT,
                providerOf(context.modelProvider()),
                context.chatRequest().modelName(),
                null,
                streamed,
                null,
                Failures.outcomeOf(error),
                error,
                http == null || http.statusCode() < 100 || http.statusCode() > 599 ? null : http.statusCode(),
                null);
    }

    private String providerOf(ModelProvider stated) {
        return provider == null ? Providers.nameOf(stated) : provider;
    }
}
