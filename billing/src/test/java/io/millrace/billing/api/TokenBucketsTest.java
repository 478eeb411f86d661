package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.TestingClock;
import org.junit.jupiter.api.Test;

final class TokenBucketsTest {
    private final TestingClock clock = new TestingClock(1_000);
    private final TokenBuckets buckets = new TokenBuckets(clock, 2, 3);

    @Test
    void aFullBucketHasItsSizeAndThenATokenComesAtItsRate() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isZero();
        }
        assertThat(buckets.take("a")).isEqualTo(500_000_000);
        clock.advanceMicros(499_999);
        assertThat(buckets.take("a")).isEqualTo(1_000);
        clock.advanceMicros(1);
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isPositive();
    }

    @Test
    void eachNameHasItsOwnAndNoBucketHoldsMoreThanItsSize() {
        assertThat(buckets.take("a")).isZero();
        clock.advanceMicros(3_600_000_000L);
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isZero();
        }
        assertThat(buckets.take("a")).isPositive();
        assertThat(buckets.take("b")).isZero();
    }
}
