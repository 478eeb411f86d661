package io.millrace.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ChargerTest {
    private static final int STEPS_MAX = 2_000;

    static TopUp pending(UUID id, boolean keyOld) {
        return pending(id, keyOld, TopUpKind.MANUAL);
    }

    static TopUp pending(UUID id, boolean keyOld, TopUpKind kind) {
        Outlook outlook = new Outlook(keyOld, false, true);
        TopUpState state = TopUpState.PENDING;
        return new TopUp(
                id, "w", 500, kind, "cus_w", "pm_card_visa", state, null, Attempts.NONE, null, null, outlook, 0);
    }

    private static void run(MemoryTopUps topUps, PaymentGateway gateway, UUID id) {
        Charger charger = new Charger(topUps, gateway, ChargerSettings.DEFAULTS);
        for (int i = 0; i < STEPS_MAX && !topUps.get(id).state().isFinal(); i++) {
            try {
                charger.step();
            } catch (TestingGateway.Crash | GatewayException e) {
                charger = new Charger(topUps, gateway, ChargerSettings.DEFAULTS);
            }
        }
    }

    /** Lost answers, stored 500s, forgotten keys, deaths around every commit and call: whatever was charged is granted. */
    @Test
    void chargesAtMostOnceAndGrantsWhatItCharged() {
        AtomicInteger charged = new AtomicInteger();
        Trials.run(3_000, random -> {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            TestingGateway gateway = new TestingGateway(random, 60);
            MemoryTopUps topUps = new MemoryTopUps(random, 10);
            topUps.open(pending(id, random.nextInt(5) == 0));
            run(topUps, gateway, id);
            assertThat(topUps.get(id).state().isFinal()).isTrue();
            assertThat(gateway.listSucceeded()).hasSizeLessThanOrEqualTo(1);
            assertThat(topUps.granted()).isEqualTo(gateway.listSucceeded());
            charged.addAndGet(topUps.granted().size());
        });
        assertThat(charged).as("most get through in the end").hasValueGreaterThan(2_500);
    }

    @Test
    void chargesWhenNothingGoesWrong() {
        UUID id = new UUID(0, 1);
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        TestingGateway gateway = new TestingGateway(random, 0);
        MemoryTopUps topUps = new MemoryTopUps(random, 0);
        topUps.open(pending(id, false));
        Charger charger = new Charger(topUps, gateway, ChargerSettings.DEFAULTS);
        assertThat(charger.step()).isTrue();
        assertThat(topUps.get(id).state()).isEqualTo(TopUpState.SUCCEEDED);
        assertThat(gateway.listSucceeded()).extracting(Intent::topUpId).containsExactly(id.toString());
        assertThat(charger.step()).isFalse();
    }
}
