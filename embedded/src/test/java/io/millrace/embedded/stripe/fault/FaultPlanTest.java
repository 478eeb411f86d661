package io.millrace.embedded.stripe.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {
    private static final int REQUESTS = 20_000;

    @Test
    void scriptIsForPostsAndEnds() {
        FaultPlan plan = FaultPlan.script(Fault.DROP_AFTER, Fault.NONE, Fault.SLOW);
        assertThat(plan.next("GET", "/v1/charges")).isEqualTo(Fault.NONE);
        assertThat(Stream.generate(() -> plan.next("POST", "/v1/refunds")).limit(4))
                .containsExactly(Fault.DROP_AFTER, Fault.NONE, Fault.SLOW, Fault.NONE);
    }

    @Test
    void seededPlanHasItsRatesAndIsRepeatable() {
        Map<Fault, Integer> rates = Map.of(Fault.DROP_BEFORE, 100, Fault.ERROR_AFTER, 300);
        List<Fault> drawn = draw(rates);
        Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
        drawn.forEach(fault -> counts.merge(fault, 1, Integer::sum));
        assertThat(counts.keySet()).containsExactlyInAnyOrder(Fault.NONE, Fault.DROP_BEFORE, Fault.ERROR_AFTER);
        assertThat(counts.get(Fault.DROP_BEFORE)).isBetween(1_700, 2_300);
        assertThat(counts.get(Fault.ERROR_AFTER)).isBetween(5_500, 6_500);
        assertThat(draw(rates)).isEqualTo(drawn);
    }

    private static List<Fault> draw(Map<Fault, Integer> rates) {
        FaultPlan plan = FaultPlan.seeded(new SplittableRandom(1), rates);
        return Stream.generate(() -> plan.next("POST", "/v1/refunds"))
                .limit(REQUESTS)
                .toList();
    }

    @Test
    void ratesAboveAThousandAreRefused() {
        assertThatThrownBy(
                        () -> FaultPlan.seeded(new SplittableRandom(1), Map.of(Fault.SLOW, 600, Fault.DROP_AFTER, 401)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("(expected: 0 to 1000 per mille together)");
    }
}
