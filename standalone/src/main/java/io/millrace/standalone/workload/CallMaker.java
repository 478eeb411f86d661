package io.millrace.standalone.workload;

import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a call together. The origin is left to the client that publishes it. */
final class CallMaker {
    private static final double METADATA_SHARE = 0.1;
    private static final List<Map<String, String>> METADATA = List.of(
            Map.of("release", "2026.44"),
            Map.of("release", "2026.45"),
            Map.of("release", "2026.46", "experiment", "short-prompts"),
            Map.of("release", "2026.46"));

    private CallMaker() {}

    /** A call; {@code whole} is what it would count had it ended well. */
    static Usage usage(
            UUID eventId, Caller caller, Moment moment, TokenCounts whole, Ending ending, SplittableRandom random) {
        TokenCounts tokens = !ending.answered()
                ? TokenCounts.NONE
                : ending.outputPart() < 1 ? TokenDraw.cutOff(whole, ending.outputPart()) : whole;
        return new Usage(
                eventId,
                caller.attribution(random),
                modelCall(caller, ending, moment.streamed),
                tokens,
                UnitCounts.NONE,
                source(ending),
                TimingDraw.draw(
                        moment.occurredMicros, moment.publishedMicros, caller, tokens, ending, moment.streamed, random),
                ending.result(),
                moment.attempt,
                caller.key().credentialMode(),
                null,
                null,
                null,
                null,
                random.nextDouble() < METADATA_SHARE ? METADATA.get(random.nextInt(METADATA.size())) : Map.of());
    }

    private static ModelCall modelCall(Caller caller, Ending ending, boolean streamed) {
        ModelProfile model = caller.model();
        return new ModelCall(
                caller.feature() == Feature.EMBEDDING ? Operation.EMBEDDINGS : Operation.CHAT,
                model.provider(),
                model.model(),
                ending.answered() ? model.model() : null,
                null,
                null,
                null,
                caller.batch(),
                streamed);
    }

    private static UsageSource source(Ending ending) {
        if (!ending.answered()) {
            return UsageSource.NONE;
        }
        return ending.broken() ? UsageSource.ESTIMATED : UsageSource.PROVIDER;
    }

    /** When a call ended and was published, microseconds since the epoch, and how it was made. */
    record Moment(
            long occurredMicros,
            long publishedMicros,
            boolean streamed,
            @Nullable Attempt attempt) {}

    /** A record that takes the place of a call, with so many output tokens more. */
    static Usage correction(Usage call, UUID eventId, long moreOutput) {
        TokenCounts t = call.tokens();
        TokenCounts corrected = new TokenCounts(
                t.inputTotal(),
                t.inputUncached(),
                t.cacheRead(),
                t.cacheWrite5m(),
                t.cacheWrite1h(),
                TokenCounts.orZero(t.outputTotal()) + moreOutput,
                t.reasoning(),
                t.audioInput(),
                t.imageInput(),
                t.videoInput(),
                t.audioOutput(),
                t.imageOutput());
        return new Usage(
                eventId,
                call.attribution(),
                call.call(),
                corrected,
                call.units(),
                UsageSource.PROVIDER,
                call.timing(),
                call.result(),
                call.attempt(),
                call.credentialMode(),
                call.statedCostNanoUsd(),
                call.eventId(),
                call.decision(),
                call.origin(),
                call.metadata());
    }
}
