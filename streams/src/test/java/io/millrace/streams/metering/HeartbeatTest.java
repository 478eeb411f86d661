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

    private static final Policy BUDGET =
            Policies.budget("budget", Dimension.WORKSPACE, Measure.TOKENS, 10_000, Period.MONTH);

    private final HeardOutput heard = new HeardOutput();
    private final MemoryMeterState state = new MemoryMeterState();
    private Meter meter = new Meter(state, heard, 0);
    private long wall = heard.later();

    @BeforeEach
    void begin() {
        beatAfter(0);
        meter.policy(BUDGET.policyId(), BUDGET);
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

    /** Calls of a transaction that was aborted come again: what it told gateways is corrected by them. */
    @Test
    void theFirstCallAfterARestartIsToldAtOnce() {
        restart();
        beatAfter(ScopeState.TOLD_EVERY_MILLIS);
        assertThat(heard.decisions).isEmpty();
        use(0);
        assertThat(heard.decisions).hasSize(1);
        use(1);
        beatAfter(1_000);
        assertThat(heard.decisions).hasSize(1);
    }

    @Test
    void whatWasNotToldBeforeARestartIsToldAThousandAtATime() {
        Policy each = Policies.budget("each", Dimension.API_KEY, Measure.TOKENS, 10_000, Period.MONTH);
        meter.policy(each.policyId(), each);
        int keys = 2 * Untold.RESTORED_MAX + 10;
        for (int key = 0; key < keys; key++) {
            use("key" + key, 1);
            use("key" + key, key % 2 == 0 ? 0 : 1);
        }
        beatAfter(1_000);
        for (int key = 0; key < keys; key++) {
            use("key" + key, 1);
        }
        restart(each);
        heard.decisions.clear();
        beatAfter(1_000);
        assertThat(heard.decisions).hasSize(Untold.RESTORED_MAX);
        beatAfter(1_000);
        beatAfter(1_000);
        assertThat(heard.decisions).as("the keys and the workspace").hasSize(keys + 1);
    }

    private void restart(Policy... more) {
        Meter restored = new Meter(state, heard, 0);
        restored.restore(BUDGET);
        List.of(more).forEach(restored::restore);
        state.restoreInto(restored);
        meter = restored;
    }

    private void put(String name, Measure measure, long limit) {
        Policy policy = Policies.budget(name, Dimension.WORKSPACE, measure, limit, Period.MONTH);
        meter.policy(policy.policyId(), policy);
    }

    private void use(long tokens) {
        use("k", tokens);
    }

    private void use(String key, long tokens) {
        meter.usage(
                Samples.usage("w", key, NOON, 1, TokenCounts.of(tokens, 0)),
                new Rating.Priced("p", 1, List.of(), Money.ZERO, Money.ZERO));
    }

    private void beatAfter(long millis) {
        wall += millis;
        meter.heartbeat(wall);
    }
}
