package io.millrace.sinks.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.Trials;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class LatencyBucketsTest {
    @Test
    void indexIsExactOnBothSidesOfEveryBorder() {
        for (int index = 0; index < LatencyBuckets.LAST; index++) {
            // The last whole number in bucket "index": floor(2^((index + 1) / 8)).
            BigInteger last = BigInteger.TWO.pow(index + 1).sqrt().sqrt().sqrt();
            assertThat(LatencyBuckets.indexOf(last.longValueExact())).isEqualTo(reference(last.longValueExact()));
            long next = last.longValueExact() + 1;
            assertThat(LatencyBuckets.indexOf(next)).isEqualTo(reference(next)).isGreaterThan(index);
        }
    }

    @Test
    void indexOfAnyNumberIsTheReferences() {
        Trials.run(100, random -> {
            for (int i = 0; i < 100; i++) {
                long micros = random.nextLong(1, Long.MAX_VALUE) >>> random.nextInt(63);
                long positive = Math.max(1, micros);
                assertThat(LatencyBuckets.indexOf(positive)).isEqualTo(reference(positive));
            }
        });
    }

    @Test
    void zeroHasABucketOfItsOwn() {
        assertThat(LatencyBuckets.indexOf(0)).isEqualTo(LatencyBuckets.ZERO);
        assertThat(LatencyBuckets.indexOf(1)).isEqualTo(-1);
        assertThat(LatencyBuckets.middleMicros(LatencyBuckets.ZERO)).isZero();
    }

    @Test
    void largestLongHasTheLastBucket() {
        assertThat(LatencyBuckets.indexOf(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.LAST);
    }

    @Test
    void negativeIsRefused() {
        assertThatThrownBy(() -> LatencyBuckets.indexOf(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("latency_micros: -1 (expected: >= 0)");
    }

    /** i such that 2^i < v^8 <= 2^(i + 1). */
    private static int reference(long micros) {
        return BigInteger.valueOf(micros).pow(8).subtract(BigInteger.ONE).bitLength() - 1;
    }
}
