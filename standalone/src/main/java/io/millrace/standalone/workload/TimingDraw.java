package io.millrace.standalone.workload;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.standalone.trace.Draws;
import java.util.SplittableRandom;

/** Latency: queue, time to the first token (more for a long input), output over throughput; each log-normal. */
final class TimingDraw {
    static final long LATE_MIN_MICROS = 30 * Micros.PER_SECOND;
    static final long LATE_MAX_MICROS = 10 * Micros.PER_MINUTE;
    private static final long TIMEOUT_MICROS = 60 * Micros.PER_SECOND;
    private static final long MOST_MICROS = 10 * Micros.PER_MINUTE;
    private static final double PREFILL_MICROS_PER_TOKEN = 12;
    private static final double QUEUE_MEDIAN_MICROS = 1_800;
    private static final double OVERHEAD_MEDIAN_MICROS = 700;
    private static final double ERROR_MEDIAN_MICROS = 180_000;
    private static final double PUBLISH_MEDIAN_MICROS = 1_200;

    private TimingDraw() {}

    /** Time from the end of the call to its publishing. */
    static long publishDelayMicros(boolean late, SplittableRandom random) {
        return late
                ? random.nextLong(LATE_MIN_MICROS, LATE_MAX_MICROS)
                : Draws.logNormalCount(random, PUBLISH_MEDIAN_MICROS, 0.6, 100, Micros.PER_SECOND);
    }

    static Timing draw(
            long occurredMicros,
            long publishedMicros,
            Caller caller,
            TokenCounts tokens,
            Ending ending,
            boolean streamed,
            SplittableRandom random) {
        long queue = Draws.logNormalCount(random, QUEUE_MEDIAN_MICROS, 1.0, 0, MOST_MICROS);
        long overhead = Draws.logNormalCount(random, OVERHEAD_MEDIAN_MICROS, 0.5, 50, Micros.PER_SECOND);
        if (!ending.answered()) {
            long latency = ending.result().outcome() == Outcome.TIMEOUT
                    ? TIMEOUT_MICROS
                    : Draws.logNormalCount(random, ERROR_MEDIAN_MICROS, 0.8, 1_000, TIMEOUT_MICROS);
            return new Timing(occurredMicros, publishedMicros, queue + latency, null, overhead, queue);
        }
        ModelProfile model = caller.model();
        double prefill = model.firstTokenMicros() + PREFILL_MICROS_PER_TOKEN * tokens.uncachedOrTotal();
        long first = queue + Draws.logNormalCount(random, prefill, 0.35, 1_000, MOST_MICROS);
        double output = TokenCounts.orZero(tokens.outputTotal());
        double decode = output / model.tokensPerSecond() * Micros.PER_SECOND;
        long latency = first + Draws.logNormalCount(random, decode, 0.25, 0, MOST_MICROS);
        return new Timing(occurredMicros, publishedMicros, latency, streamed ? first : null, overhead, queue);
    }
}
