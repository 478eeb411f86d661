package io.millrace.sinks.rollup;

import java.math.BigInteger;

/**
 * The buckets of OpenTelemetry's exponential histogram at scale 3: bucket i holds (2^(i/8), 2^((i+1)/8)], upper end
 * included, so any value in it is within 4.4 % of the bucket's middle. Values are whole microseconds; 0 has the bucket
 * {@link #ZERO} to itself, which no positive whole number falls into. The index is exact: no floating point is used.
 */
public final class LatencyBuckets {
    /** Bucket of the value 0. */
    public static final int ZERO = -2;
    /** Bucket of the largest long. */
    public static final int LAST = 503;

    private static final int PER_DOUBLING = 8;
    private static final double BASE = Math.pow(2, 1.0 / PER_DOUBLING);
    private static final long ONE = 1L << 63;
    /** floor(2^(63 + k/8)) for k = 1 to 7, unsigned: a whole number is above 2^(63 + k/8) if and only if it is above this. */
    private static final long[] BORDERS = borders();

    private LatencyBuckets() {}

    /** @throws IllegalArgumentException for a negative value */
    public static int indexOf(long micros) {
        if (micros <= 0) {
            return indexOfZero(micros);
        }
        int zeros = Long.numberOfLeadingZeros(micros);
        long mantissa = micros << zeros;
        int firstOfDoubling = (Long.SIZE - 1 - zeros) * PER_DOUBLING;
        if (mantissa == ONE) {
            return firstOfDoubling - 1; // a power of two is the upper end of the bucket before
        }
        int bucket = 0;
        while (bucket < BORDERS.length && Long.compareUnsigned(mantissa, BORDERS[bucket]) > 0) {
            bucket++;
        }
        return firstOfDoubling + bucket;
    }

    /** The value that stands for a bucket, in microseconds: the one whose relative error to both ends is the same. */
    public static double middleMicros(int index) {
        if (index == ZERO) {
            return 0;
        }
        double lower = Math.pow(2, (double) index / PER_DOUBLING);
        return lower * 2 * BASE / (1 + BASE);
    }

    private static int indexOfZero(long micros) {
        if (micros < 0) {
            throw new IllegalArgumentException("latency_micros: " + micros + " (expected: >= 0)");
        }
        return ZERO;
    }

    private static long[] borders() {
        long[] borders = new long[PER_DOUBLING - 1];
        for (int k = 1; k < PER_DOUBLING; k++) {
            // The eighth root of 2^(8 * 63 + k), rounded down; rounding down at each of the three steps changes
            // nothing.
            BigInteger power = BigInteger.TWO.pow(PER_DOUBLING * (Long.SIZE - 1) + k);
            borders[k - 1] = power.sqrt().sqrt().sqrt().longValue();
        }
        return borders;
    }
}
