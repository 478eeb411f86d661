package io.millrace.standalone.trace;

import io.millrace.schemas.time.Micros;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One client's calls, generated window by window. A window holds its rate times its length of calls, the fraction left
 * to chance; the gaps between them are gamma distributed with the window's coefficient of variation (capped at
 * {@value #VARIATION_MAX}) and scaled together to fill the window. Token counts are log-normal around medians of the
 * client. Not thread-safe.
 */
final class ServeGenClient {
    private static final double VARIATION_MAX = 20;
    private static final double INPUT_MEDIAN_MIN = 150;
    private static final double OUTPUT_MEDIAN_MIN = 40;
    /** Medians spread over this factor, evenly in the logarithm. */
    private static final double MEDIAN_SPREAD = 20;

    private static final double SIGMA = 1.0;
    private static final long TOKENS_MAX = 128_000;

    private final int number;
    private final List<ServeGenWindow> windows;
    private final SplittableRandom random;
    private final double inputMedian;
    private final double outputMedian;
    private int window = -1;
    private long[] arrivalMicros = new long[0];
    private int arrival;

    ServeGenClient(int number, List<ServeGenWindow> windows, long seed) {
        this.number = number;
        this.windows = windows;
        this.random = new SplittableRandom(Draws.mix(seed, number));
        this.inputMedian = INPUT_MEDIAN_MIN * StrictMath.pow(MEDIAN_SPREAD, random.nextDouble());
        this.outputMedian = OUTPUT_MEDIAN_MIN * StrictMath.pow(MEDIAN_SPREAD, random.nextDouble());
        advance();
    }

    int number() {
        return number;
    }

    boolean hasNext() {
        return arrival < arrivalMicros.length;
    }

    /** When the next call arrives, microseconds from the start of the trace. */
    long nextMicros() {
        return arrivalMicros[arrival];
    }

    TraceCall next(long firstMicros) {
        long offset = nextMicros() - firstMicros;
        arrival++;
        advance();
        return new TraceCall(
                offset,
                Draws.logNormalCount(random, inputMedian, SIGMA, 1, TOKENS_MAX),
                0,
                Draws.logNormalCount(random, outputMedian, SIGMA, 1, TOKENS_MAX),
                number);
    }

    private void advance() {
        while (!hasNext() && window + 1 < windows.size()) {
            window++;
            arrivalMicros = arrivals(windows.get(window));
            arrival = 0;
        }
    }

    private long[] arrivals(ServeGenWindow from) {
        int count = (int) (from.requestsPerSecond() * ServeGenWindow.LENGTH_SECONDS + random.nextDouble());
        double variation = Math.min(from.variation(), VARIATION_MAX);
        double shape = 1 / Math.max(variation * variation, 1e-6);
        double[] until = new double[count + 1];
        double sum = 0;
        for (int i = 0; i <= count; i++) {
            sum += Draws.gamma(random, shape);
            until[i] = sum;
        }
        long[] micros = new long[count];
        double scale = sum == 0 ? 0 : ServeGenWindow.LENGTH_SECONDS * Micros.PER_SECOND / sum;
        for (int i = 0; i < count; i++) {
            micros[i] = from.startSeconds() * Micros.PER_SECOND + (long) (until[i] * scale);
        }
        return micros;
    }
}
