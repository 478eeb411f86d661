package io.millrace.client.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.millrace.client.integration.CallIdentity;
import io.millrace.client.integration.CallRecorder;
import io.millrace.client.integration.RecorderCounters;
import io.millrace.client.integration.StartedCall;
import io.millrace.client.integration.UsageSink;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.model.observation.ModelObservationContext;

/**
 * A handler of Spring AI's observations that makes one usage record of each call of a chat or embedding model, failed ones
 * included. Messages are never read, nor the texts of errors. Thread-safe. Never throws.
 *
 * <p>Of a streamed answer the library hands on no more than input and output tokens, and no time of the first token.
 */
public final class MillraceObservationHandler implements ObservationHandler<ModelObservationContext<?, ?>> {
    private final CallRecorder recorder;

    /**
     * @param sink such as {@code client::publish}
     * @param identity who makes the call; asked on the thread that starts it, null leaves the call out and counts it
     */
    public MillraceObservationHandler(UsageSink sink, Supplier<? extends @Nullable CallIdentity> identity) {
        this(sink, identity, new SystemClock());
    }

    public MillraceObservationHandler(
            UsageSink sink, Supplier<? extends @Nullable CallIdentity> identity, Clock clock) {
        recorder = new CallRecorder(sink, identity, clock);
    }

    public RecorderCounters counters() {
        return recorder.counters();
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ChatModelObservationContext || context instanceof EmbeddingModelObservationContext;
    }

    @Override
    public void onStart(ModelObservationContext<?, ?> context) {
        StartedCall started = recorder.start();
        if (started != null) {
            context.put(this, started);
        }
    }

    @Override
    public void onStop(ModelObservationContext<?, ?> context) {
        if (context.remove(this) instanceof StartedCall started) {
            recorder.end(
                    started,
                    () -> context instanceof EmbeddingModelObservationContext embedding
                            ? Ended.embedding(embedding)
                            : Ended.chat((ChatModelObservationContext) context));
        }
    }
}
