package io.millrace.sinks.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.testing.Trials;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private static final double ERROR_MAX = 0.044;

    @Test
    void mergeIsTheSameInAnyOrder() {
        Trials.run(300, random -> {
            long[] a = values(random);
            long[] b = values(random);
            long[] c = values(random);
            LatencyHistogram left = merged(merged(of(a), of(b)), of(c));
            LatencyHistogram right = merged(of(c), merged(of(b), of(a)));
            assertThat(left).isEqualTo(right).isEqualTo(of(concat(a, b, c)));
            assertThat(left.count()).isEqualTo(a.length + b.length + c.length);
        });
    }

    @Test
    void quantileIsWithinFourPointFourPercent() {
        Trials.run(300, random -> {
            long[] values = concat(values(random), new long[] {random.nextLong(1_000)});
            LatencyHistogram histogram = of(values);
            Arrays.sort(values);
            for (double quantile : new double[] {0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1}) {
                double exact = values[(int) LatencyHistogram.rank(quantile, values.length) - 1];
                assertThat(histogram.quantile(quantile)).isCloseTo(exact, within(exact * ERROR_MAX));
            }
        });
    }

    @Test
    void emptyHasNoBucketsAndQuantileZero() {
        LatencyHistogram empty = new LatencyHistogram();
        assertThat(empty.counts()).isEmpty();
        assertThat(empty.quantile(0.5)).isZero();
        assertThat(merged(empty, of(5))).isEqualTo(of(5));
        assertThat(merged(of(5), new LatencyHistogram())).isEqualTo(of(5));
    }

    @Test
    void rankRoundsUp() {
        assertThat(LatencyHistogram.rank(0.5, 4)).isEqualTo(2);
        assertThat(LatencyHistogram.rank(0.5, 5)).isEqualTo(3);
        assertThat(LatencyHistogram.rank(0, 5)).isEqualTo(1);
        assertThat(LatencyHistogram.rank(1, 5)).isEqualTo(5);
    }

    @Test
    void quantileOutsideZeroToOneIsRefused() {
        assertThatThrownBy(() -> of(1).quantile(1.5)).hasMessage("quantile: 1.5 (expected: 0 to 1)");
        assertThatThrownBy(() -> of(1).quantile(Double.NaN)).hasMessage("quantile: NaN (expected: 0 to 1)");
    }

    private static LatencyHistogram of(long... values) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long value : values) {
            histogram.record(value);
        }
        return histogram;
    }

    private static LatencyHistogram merged(LatencyHistogram into, LatencyHistogram from) {
        into.merge(from);
        return into;
    }

    private static long[] values(RandomGenerator random) {
        return random.longs(random.nextInt(50), 0, Long.MAX_VALUE)
                .map(value -> value >>> random.nextInt(63))
                .toArray();
    }

    private static long[] concat(long[]... parts) {
        return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
    }
}
