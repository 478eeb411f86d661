package io.millrace.standalone.workload;

import io.millrace.schemas.usage.TokenCounts;
import io.millrace.standalone.trace.Draws;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Log-normal token counts of a call, in the dialect of its provider. */
final class TokenDraw {
    private static final long OUTPUT_MAX = 32_000;
    private static final long CACHE_BLOCK = 128;
    private static final double CACHED_MIN = 0.3;
    private static final double CACHED_MAX = 0.95;
    /** Of the cached part, where writes are reported: this share of calls begins an entry, the others read one. */
    private static final double WRITE_SHARE = 0.2;

    private static final double HOUR_SHARE = 0.2;
    private static final double THINKING_SHARE = 0.45;
    private static final double THINKING_MEDIAN = 320;
    private static final double THINKING_SIGMA = 0.9;
    private static final double AUDIO_PART = 0.8;

    private TokenDraw() {}

    static TokenCounts draw(Caller caller, SplittableRandom random) {
        Feature feature = caller.feature();
        ModelProfile model = caller.model();
        long input = Draws.logNormalCount(random, feature.inputMedian, feature.inputSigma, 1, model.inputMax());
        if (feature == Feature.EMBEDDING) {
            return counts(new Cached(input, null, null, null), input, 0, null, null);
        }
        long answer = Draws.logNormalCount(random, feature.outputMedian, feature.outputSigma, 1, OUTPUT_MAX);
        long thinking = model.reasoning() && random.nextDouble() < THINKING_SHARE
                ? Draws.logNormalCount(random, THINKING_MEDIAN, THINKING_SIGMA, 0, OUTPUT_MAX)
                : 0;
        Long reasoning = model.reasoning() ? thinking : null;
        Long audio = feature == Feature.VOICE ? (long) (input * AUDIO_PART) : null;
        return counts(cached(caller, input, random), input, answer + thinking, reasoning, audio);
    }

    /** The counts of a call that broke off after a part of its output; reasoning comes first. */
    static TokenCounts cutOff(TokenCounts whole, double part) {
        long output = (long) (TokenCounts.orZero(whole.outputTotal()) * part);
        Long reasoning = whole.reasoning() == null ? null : (Long) Math.min(whole.reasoning(), output);
        return new TokenCounts(
                whole.inputTotal(),
                whole.inputUncached(),
                whole.cacheRead(),
                whole.cacheWrite5m(),
                whole.cacheWrite1h(),
                output,
                reasoning,
                whole.audioInput(),
                null,
                null,
                null,
                null);
    }

    /** Exactly the counts of a trace. */
    static TokenCounts exact(ModelProfile model, long input, long cached, long output) {
        Long read = model.cache() == CacheStyle.NONE ? null : (Long) cached;
        return counts(new Cached(input - cached, read, null, null), input, output, null, null);
    }

    private static Cached cached(Caller caller, long input, SplittableRandom random) {
        CacheStyle style = caller.model().cache();
        if (style == CacheStyle.NONE) {
            return new Cached(input, null, null, null);
        }
        boolean hit = random.nextDouble() < caller.feature().cachedShare;
        long part = hit ? (long) (input * random.nextDouble(CACHED_MIN, CACHED_MAX)) : 0;
        if (style == CacheStyle.READ) {
            long read = part - part % CACHE_BLOCK;
            return new Cached(input - read, read, null, null);
        }
        boolean begins = random.nextDouble() < WRITE_SHARE;
        long written = begins ? part : part / 10;
        long hour = random.nextDouble() < HOUR_SHARE ? written : 0;
        return new Cached(input - part, part - written, written - hour, hour);
    }

    private static TokenCounts counts(
            Cached cached, long input, long output, @Nullable Long reasoning, @Nullable Long audio) {
        return new TokenCounts(
                input,
                cached.uncached,
                cached.read,
                cached.write5m,
                cached.write1h,
                output,
                reasoning,
                audio,
                null,
                null,
                null,
                null);
    }

    private record Cached(
            long uncached,
            @Nullable Long read,
            @Nullable Long write5m,
            @Nullable Long write1h) {}
}
