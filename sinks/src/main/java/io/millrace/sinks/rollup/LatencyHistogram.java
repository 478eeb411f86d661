package io.millrace.sinks.rollup;

import java.util.Arrays;

/**
 * Counts of durations over {@link LatencyBuckets}, kept as the index of the first bucket and the counts from there on;
 * first and last count are never 0, so equal contents are equal arrays. Merging is exact, and in any order the same.
 * A quantile is within 4.4 % of the exact one. Not thread-safe.
 */
public final class LatencyHistogram {
    private static final long[] NONE = {};
    private static final long MILLION = 1_000_000;

    private int offset;
    private long[] counts = NONE;

    /** Counts one duration in microseconds. */
    public void record(long micros) {
        add(LatencyBuckets.indexOf(micros), 1);
    }

    public void merge(LatencyHistogram other) {
        if (other.counts.length == 0) {
            return;
        }
        cover(other.offset, other.offset + other.counts.length);
        for (int i = 0; i < other.counts.length; i++) {
            int slot = other.offset + i - offset;
            counts[slot] = Math.addExact(counts[slot], other.counts[i]);
        }
    }

    public long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Index of the first bucket; 0 while there is none. */
    public int offset() {
        return offset;
    }

    /** The counts from the first bucket to the last. A copy. */
    public long[] counts() {
        return counts.clone();
    }

    /**
     * The smallest duration that at least this share of all durations does not exceed, in microseconds; 0 without any.
     *
     * @param quantile 0 to 1, taken to six decimals
     */
    public double quantile(double quantile) {
        long rank = rank(quantile, count());
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return LatencyBuckets.middleMicros(offset + i);
            }
        }
        return 0;
    }

    /** The number, from 1, of the value that is the quantile: the share of the count, rounded up. */
    static long rank(double quantile, long count) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile: " + quantile + " (expected: 0 to 1)");
        }
        long millionths = Math.round(quantile * MILLION);
        return Math.max(1, (Math.multiplyExact(millionths, count) + MILLION - 1) / MILLION);
    }

    private void add(int index, long count) {
        cover(index, index + 1);
        counts[index - offset] += count;
    }

    private void cover(int from, int until) {
        if (counts.length == 0) {
            offset = from;
            counts = new long[until - from];
            return;
        }
        int first = Math.min(offset, from);
        int end = Math.max(offset + counts.length, until);
        if (first == offset && end == offset + counts.length) {
            return;
        }
        long[] wider = new long[end - first];
        System.arraycopy(counts, 0, wider, offset - first, counts.length);
        offset = first;
        counts = wider;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyHistogram that && offset == that.offset && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * offset + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "LatencyHistogram[offset=" + offset + ", counts=" + Arrays.toString(counts) + "]";
    }
}
