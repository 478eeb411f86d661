package io.millrace.standalone.trace;

import java.util.random.RandomGenerator;

/**
 * Draws of the simulated traffic. The same generator state gives the same draws on every machine, so that StrictMath is
 * used throughout. Floating point is for sizes and times only, never for money. Thread-safe where the generator is.
 */
public final class Draws {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Draws() {}

    /** A seed of its own for every pair; one to one in the second number (SplitMix64's finalizer). */
    public static long mix(long seed, long number) {
        return avalanche(avalanche(seed + GOLDEN) + number * GOLDEN);
    }

    /** Log-normal around the median with the given sigma of the logarithm, rounded down, in [min, max]. */
    public static long logNormalCount(RandomGenerator random, double median, double sigma, long min, long max) {
        double value = median * StrictMath.exp(sigma * random.nextGaussian());
        return Math.max(min, Math.min(max, (long) value));
    }

    /** Gamma of scale 1 (Marsaglia and Tsang 2000, with their boost below shape 1). */
    public static double gamma(RandomGenerator random, double shape) {
        if (shape < 1) {
            double boost = StrictMath.pow(1 - random.nextDouble(), 1 / shape);
            return boost * gamma(random, shape + 1);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
            double u = 1 - random.nextDouble();
            if (v > 0 && StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    private static long avalanche(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
