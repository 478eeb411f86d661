package io.millrace.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryRuleTest {
    private static final RetryRule RULE =
            new RetryRule(Duration.ofSeconds(1), Duration.ofSeconds(10), 3, Duration.ofHours(1), 2);
    private static final Answer AWAY = new Answer.Later("away", null);

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(RULE.pause(AWAY, 1, Duration.ZERO)).hasSeconds(1);
        assertThat(RULE.pause(AWAY, 2, Duration.ZERO)).hasSeconds(2);
        assertThat(RULE.pause(AWAY, 4, Duration.ZERO)).hasSeconds(8);
        assertThat(RULE.pause(AWAY, 5, Duration.ZERO)).hasSeconds(10);
        assertThat(RULE.pause(AWAY, 100_000, Duration.ofMinutes(59))).hasSeconds(10);
    }

    @Test
    void whatAReceiverAsksForIsKeptWithinTheLongest() {
        assertThat(RULE.pause(new Answer.Later("busy", Duration.ofSeconds(7)), 1, Duration.ZERO))
                .hasSeconds(7);
        assertThat(RULE.pause(new Answer.Later("busy", Duration.ofHours(7)), 1, Duration.ZERO))
                .hasSeconds(10);
        assertThat(RULE.pause(new Answer.Later("busy", Duration.ZERO), 1, Duration.ZERO))
                .hasSeconds(1);
    }

    @Test
    void oneThatIsAwayIsGivenUpAfterSoManyTriesAndSoLong() {
        assertThat(RULE.pause(AWAY, 3, Duration.ofMinutes(59))).isNotNull();
        assertThat(RULE.pause(AWAY, 2, Duration.ofHours(9))).isNotNull();
        assertThat(RULE.pause(AWAY, 3, Duration.ofHours(1))).isNull();
    }

    @Test
    void oneThatRefusesIsGivenUpAfterSoManyRefusals() {
        Answer refused = new Answer.Refused("400");
        assertThat(RULE.pause(refused, 1, Duration.ZERO)).hasSeconds(1);
        assertThat(RULE.pause(refused, 2, Duration.ZERO)).isNull();
        assertThat(RULE.pause(new Answer.Taken(), 1, Duration.ZERO)).isNull();
    }

    @Test
    void boundsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> new RetryRule(Duration.ofSeconds(2), Duration.ofSeconds(1), 1, Duration.ZERO, 1))
                .hasMessage("retry pauses: PT2S to PT1S (expected: more than 0, the second at least the first)");
        assertThatThrownBy(() -> new RetryRule(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, Duration.ZERO, 1))
                .hasMessageStartingWith("retry bounds: 0, 1, PT0S");
    }
}
