package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.TokenCounts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A use that moves by little is told seldom, one that moves far with the next heartbeat. */
class HeartbeatTest {
    private static final long NOON = Micros.of(Instant.parse("2026-03-10T12:00:00Z"));

    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(new MemoryMeterState(), heard);
    private long wall = heard.later();

    @BeforeEach
    void begin() {
        beatAfter(0);
        put("budget", Measure.TOKENS, 10_000);
        use(1);
        beatAfter(1_000);
        heard.decisions.clear();
    }

    @Test
    void lessThanAHundredthWaitsForHalfAMinute() {
        use(99);
        beatAfter(1_000);
        assertThat(heard.decisions).isEmpty();
        beatAfter(ScopeState.TOLD_EVERY_MILLIS - 2_001);
        assertThat(heard.decisions).isEmpty();
        beatAfter(1);
        assertThat(heard.decisions).hasSize(1);
        beatAfter(ScopeState.TOLD_EVERY_MILLIS);
        assertThat(heard.decisions).as("nothing moved since").hasSize(1);
    }

    @Test
    void aHundredthIsToldWithTheNext() {
        use(99);
        use(1);
        beatAfter(1_000);
        assertThat(heard.decisions).hasSize(1);
    }

    @Test
    void aLimitThatNothingIsUsedOfTellsNothing() {
        put("never", Measure.COST, 50);
        use(1);
        beatAfter(1_000);
        heard.decisions.clear();
        use(1);
        beatAfter(1_000);
        assertThat(heard.decisions).isEmpty();
    }

    private void put(String name, Measure measure, long limit) {
        Policy policy = Policies.budget(name, Dimension.WORKSPACE, measure, limit, Period.MONTH);
        meter.policy(policy.policyId(), policy);
    }

    private void use(long tokens) {
        meter.usage(
                Samples.usage("w", "k", NOON, 1, TokenCounts.of(tokens, 0)),
                new Rating.Priced("p", 1, List.of(), Money.ZERO, Money.ZERO));
    }

    private void beatAfter(long millis) {
        wall += millis;
        meter.heartbeat(wall);
    }
}
