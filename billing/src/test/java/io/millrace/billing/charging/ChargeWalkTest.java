package io.millrace.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.charging.TestingGateway.Card;
import io.millrace.schemas.testing.Trials;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random walks of the whole machine against the provider's own list, which is the reference: cards that decline, ask their
 * owner or take days, customers who never come, lost answers, stored 500s, forgotten keys, refused credentials, deaths.
 */
final class ChargeWalkTest {
    private static final int STEPS_MAX = 3_000;

    private static final class Walk {
        final UUID id;
        final TestingGateway gateway;
        final MemoryTopUps topUps;
        private final RandomGenerator random;

        Walk(RandomGenerator random, int faultPercent) {
            this.random = random;
            id = new UUID(random.nextLong(), random.nextLong());
            Card[] cards = Card.values();
            gateway = new TestingGateway(random, faultPercent, () -> cards[random.nextInt(cards.length)]);
            topUps = new MemoryTopUps(random, faultPercent / 6);
            TopUpKind kind = switch (random.nextInt(3)) {
                case 0 -> TopUpKind.AUTO;
                case 1 -> TopUpKind.POSTPAID;
                default -> TopUpKind.MANUAL;
            };
            topUps.open(ChargerTest.pending(id, random.nextInt(5) == 0, kind));
        }

        TopUpState run() {
            for (int i = 0; i < STEPS_MAX && !topUps.get(id).state().isFinal(); i++) {
                try {
                    new Charger(topUps, gateway, ChargerSettings.DEFAULTS).step();
                } catch (TestingGateway.Crash e) {
                    continue;
                }
                gateway.timePasses();
                boolean keyOld = topUps.get(id).outlook().createKeyOld();
                topUps.look(id, new Outlook(keyOld, random.nextInt(6) == 0, random.nextInt(6) != 0));
            }
            return topUps.get(id).state();
        }
    }

    @Test
    void whateverHappensTheProviderChargedExactlyWhatWasGranted() {
        Map<TopUpState, Integer> ends = new EnumMap<>(TopUpState.class);
        Trials.run(3_000, random -> {
            Walk walk = new Walk(random, 50);
            TopUpState end = walk.run();
            assertThat(end.isFinal()).as("%s", walk.topUps.get(walk.id)).isTrue();
            assertThat(walk.gateway.listSucceeded()).hasSizeLessThanOrEqualTo(1);
            assertThat(walk.topUps.granted()).isEqualTo(walk.gateway.listSucceeded());
            assertThat(end == TopUpState.SUCCEEDED)
                    .isEqualTo(!walk.topUps.granted().isEmpty());
            ends.merge(end, 1, Integer::sum);
        });
        assertThat(ends.get(TopUpState.SUCCEEDED)).isGreaterThan(500);
        assertThat(ends.get(TopUpState.FAILED)).isGreaterThan(500);
    }

    /** Not even by a confirm that was sent long ago and arrives now. */
    @Test
    void nothingThatFailedCanBeChargedAfterwards() {
        Trials.run(1_500, random -> {
            Walk walk = new Walk(random, 50);
            if (walk.run() != TopUpState.FAILED) {
                return;
            }
            String intent = walk.topUps.get(walk.id).paymentIntent();
            walk.gateway.calm();
            if (intent != null) {
                assertThat(walk.gateway.confirm(intent, "pm_card_visa", new IdempotencyKey("late")))
                        .isNotInstanceOf(Answer.Ok.class);
                assertThat(walk.gateway.listSucceeded()).isEmpty();
            }
        });
    }

    @Test
    void aCardIsNotTriedAgainAfterADeclineForGood() {
        Trials.run(500, random -> {
            Walk walk = new Walk(random, 0);
            walk.run();
            int never = walk.gateway.declines().indexOf("stolen_card");
            assertThat(never).isIn(-1, walk.gateway.declines().size() - 1);
            assertThat(walk.topUps.setbacks().contains(Setback.CARD)).isEqualTo(never >= 0);
        });
    }
}
