package io.millrace.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds calls back: the rate of each endpoint, and a key that is refused. */
final class PacingTest {
    private final TestingClock clock = new TestingClock(0);
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @Test
    void twentyCallsASecondOfEachEndpoint() {
        PaymentGateway paced = new PacedGateway(new TestingGateway(random, 0), clock);
        for (int i = 0; i < PacedGateway.CALLS_PER_SECOND; i++) {
            assertThat(paced.retrieve("pi_0")).isInstanceOf(Answer.Absent.class);
        }
        assertThat(paced.retrieve("pi_0")).isEqualTo(new Answer.Busy("paced"));
        assertThat(paced.find("cus_w", "x")).as("another endpoint").isInstanceOf(Answer.Absent.class);
        clock.advanceMicros(49_999);
        assertThat(paced.retrieve("pi_0")).isInstanceOf(Answer.Busy.class);
        clock.advanceMicros(1);
        assertThat(paced.retrieve("pi_0")).isInstanceOf(Answer.Absent.class);
        assertThat(paced.retrieve("pi_0")).isInstanceOf(Answer.Busy.class);
    }

    @Test
    void aRefusedKeyStopsAllChargingAndIsTriedAgainInAWhile() {
        Breaker breaker = new Breaker(clock, Duration.ofSeconds(30));
        breaker.heard(new Answer.Unauthorized("api_key_expired"));
        assertThatThrownBy(breaker::require)
                .hasMessage(
                        "charging: stopped by api_key_expired (expected: a key that may charge, in the right mode)");
        clock.advanceMicros(30_000_000);
        breaker.require();
        assertThatThrownBy(breaker::require).as("one probe in each pause").isInstanceOf(GatewayException.class);
        breaker.heard(new Answer.Unanswered("timeout"));
        assertThatThrownBy(breaker::require).as("silence says nothing").isInstanceOf(GatewayException.class);
        breaker.heard(new Answer.Absent());
        breaker.require();
        breaker.require();
    }

    @Test
    void nothingIsLostWhileTheKeyIsRefused() {
        UUID id = new UUID(0, 9);
        MemoryTopUps topUps = new MemoryTopUps(random, 0);
        topUps.open(ChargerTest.pending(id, false));
        TestingGateway provider = new TestingGateway(random, 0);
        boolean[] refused = {true};
        PaymentGateway gateway = new RefusingGateway(provider, () -> refused[0]);
        Charger charger = new Charger(topUps, gateway, ChargerSettings.DEFAULTS, clock);
        assertThat(charger.step()).isTrue();
        assertThatThrownBy(charger::step).hasMessageContaining("stopped by permission_denied");
        assertThat(topUps.get(id).state()).isEqualTo(TopUpState.SUBMITTED);
        refused[0] = false;
        clock.advanceMicros(30_000_000);
        assertThat(charger.step()).isTrue();
        assertThat(topUps.get(id).state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(provider.listSucceeded()).hasSize(1);
    }
}
