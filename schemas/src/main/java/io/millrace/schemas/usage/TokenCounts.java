package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/**
 * Token counts of one call, in tokens. Null is "not reported", which is not 0.
 * Where any input class is reported, {@code inputUncached + cacheRead + cacheWrite5m + cacheWrite1h = inputTotal};
 * reasoning, and the audio, image and video counts together, are subsets of their totals. Each is at most {@link #COUNT_MAX}.
 * The disjoint classes with the inclusive total follow OpenTelemetry's GenAI conventions.
 *
 * @param inputTotal all input, cached included
 * @param inputUncached input neither read from nor written to a cache
 * @param cacheRead input read from the provider's cache
 * @param cacheWrite5m input written to a cache kept 5 minutes
 * @param cacheWrite1h input written to a cache kept 1 hour
 * @param outputTotal all output, reasoning included
 * @param reasoning output spent on reasoning
 * @param audioInput audio among the input
 * @param imageInput images among the input
 * @param videoInput video among the input
 * @param audioOutput audio among the output
 * @param imageOutput images among the output
 */
public record TokenCounts(
        @Nullable Long inputTotal,
        @Nullable Long inputUncached,
        @Nullable Long cacheRead,
        @Nullable Long cacheWrite5m,
        @Nullable Long cacheWrite1h,
        @Nullable Long outputTotal,
        @Nullable Long reasoning,
        @Nullable Long audioInput,
        @Nullable Long imageInput,
        @Nullable Long videoInput,
        @Nullable Long audioOutput,
        @Nullable Long imageOutput) {
    public static final TokenCounts NONE =
            new TokenCounts(null, null, null, null, null, null, null, null, null, null, null, null);
    /** More tokens than any one call can have; keeps every sum far from overflow. */
    public static final long COUNT_MAX = 1_000_000_000_000L;

    private static final String PREFIX = "usage.tokens.";

    public TokenCounts {
        requireCount("input_total", inputTotal);
        requireCount("output_total", outputTotal);
        requirePart("input_uncached", inputUncached, "input_total", inputTotal);
        requirePart("cache_read", cacheRead, "input_total", inputTotal);
        requirePart("cache_write_5m", cacheWrite5m, "input_total", inputTotal);
        requirePart("cache_write_1h", cacheWrite1h, "input_total", inputTotal);
        requirePart("audio_input", audioInput, "input_total", inputTotal);
        requirePart("image_input", imageInput, "input_total", inputTotal);
        requirePart("video_input", videoInput, "input_total", inputTotal);
        requirePart("reasoning", reasoning, "output_total", outputTotal);
        requirePart("audio_output", audioOutput, "output_total", outputTotal);
        requirePart("image_output", imageOutput, "output_total", outputTotal);
        requireSum(inputTotal, inputUncached, cacheRead, cacheWrite5m, cacheWrite1h);
        requireWithin(
                "audio_input + image_input + video_input",
                orZero(audioInput) + orZero(imageInput) + orZero(videoInput),
                "input_total",
                inputTotal);
        requireWithin(
                "audio_output + image_output", orZero(audioOutput) + orZero(imageOutput), "output_total", outputTotal);
    }

    /** Counts of a call that used no cache and reported no details. */
    public static TokenCounts of(long input, long output) {
        return new TokenCounts(input, input, null, null, null, output, null, null, null, null, null, null);
    }

    /** Input tokens neither read from nor written to a cache; the whole input where no class was reported. */
    public long uncachedOrTotal() {
        boolean classesReported =
                inputUncached != null || cacheRead != null || cacheWrite5m != null || cacheWrite1h != null;
        return classesReported ? orZero(inputUncached) : orZero(inputTotal);
    }

    /** Input plus output. */
    public long total() {
        return orZero(inputTotal) + orZero(outputTotal);
    }

    public static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    private static void requireCount(String field, @Nullable Long count) {
        if (count != null && (count < 0 || count > COUNT_MAX)) {
            throw Expected.illegal(PREFIX + field, count, "0 to " + COUNT_MAX);
        }
    }

    private static void requirePart(String field, @Nullable Long part, String wholeField, @Nullable Long whole) {
        requireCount(field, part);
        if (part != null) {
            requireWithin(field, part, wholeField, whole);
        }
    }

    private static void requireWithin(String field, long part, String wholeField, @Nullable Long whole) {
        if (part > orZero(whole)) {
            throw Expected.illegal(PREFIX + field, part, "<= " + wholeField + " " + whole);
        }
    }

    private static void requireSum(
            @Nullable Long total, @Nullable Long uncached, @Nullable Long read, @Nullable Long w5, @Nullable Long w1) {
        if (uncached == null && read == null && w5 == null && w1 == null) {
            return;
        }
        long sum = orZero(uncached) + orZero(read) + orZero(w5) + orZero(w1);
        if (sum != orZero(total)) {
            throw Expected.illegal(
                    PREFIX + "input_total",
                    total,
                    "input_uncached + cache_read + cache_write_5m + cache_write_1h = " + sum);
        }
    }
}
