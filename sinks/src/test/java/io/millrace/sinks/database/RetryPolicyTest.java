package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void pauseDoublesUpToTheLongest() {
        RetryPolicy policy = RetryPolicy.FIVE_MINUTES;
        assertThat(policy.pauseAfter(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(policy.pauseAfter(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.pauseAfter(6)).isEqualTo(Duration.ofMillis(3_200));
        assertThat(policy.pauseAfter(7)).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.pauseAfter(1_000_000)).isEqualTo(Duration.ofSeconds(5));
    }
}
