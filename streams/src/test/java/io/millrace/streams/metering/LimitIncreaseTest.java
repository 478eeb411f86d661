package io.millrace.streams.metering;

import static io.millrace.schemas.budget.Measure.TOKENS;
import static io.millrace.schemas.scope.Dimension.API_KEY;
import static io.millrace.schemas.scope.Dimension.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.LimitIncrease;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.TokenCounts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitIncreaseTest {
    private static final long NOON = Micros.of(Instant.parse("2026-03-10T12:00:00Z"));
    private static final long ONE = NOON + Micros.PER_HOUR;
    private static final long TWO = ONE + Micros.PER_HOUR;
    private static final Scope W = Scope.ofWorkspace("w");
    private static final Scope KEY = new Scope("w", API_KEY, "k");
    private static final LimitIncrease FROM_ONE_TO_TWO = new LimitIncrease(100, ONE, TWO);

    private final MemoryMeterState state = new MemoryMeterState();
    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(state, heard, 0);

    private static Policy daily(LimitIncrease... increases) {
        return Policies.budget("b", WORKSPACE, TOKENS, 100, Period.DAY).withIncreases(List.of(increases));
    }

    private void put(Policy policy) {
        meter.policy(policy.policyId(), policy);
    }

    private void use(String workspace, long at, long tokens) {
        meter.usage(Samples.usage(workspace, "k", at, 1, TokenCounts.of(tokens, 0)), new Rating.Unpriced());
    }

    private List<String> alerts() {
        return heard.alerts.stream()
                .filter(a -> a.policyId().startsWith("w/"))
                .map(a -> a.thresholdPercent() + "% " + a.threshold() + " " + a.used() + "/" + a.limit())
                .toList();
    }

    @Test
    void limitFollowsTheEventTimeWithoutACallOnTheScope() {
        put(daily(FROM_ONE_TO_TWO));
        use("w", NOON, 100);
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 100/100]");
        use("other", ONE, 1);
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 100/200]");
        use("other", TWO - 1, 1);
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 100/200]");
        use("other", TWO, 1);
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 100/100]");
        assertThat(heard.newest(W).asOfMicros()).isEqualTo(TWO);
    }

    @Test
    void thresholdsAreOfTheLimitInForceAndFireWhenItFalls() {
        put(daily(FROM_ONE_TO_TWO));
        use("w", ONE, 60);
        assertThat(alerts()).isEmpty();
        use("w", ONE + 1, 40);
        assertThat(alerts()).containsExactly("50% 100 100/200");
        use("other", TWO, 1);
        assertThat(alerts()).containsExactly("50% 100 100/200", "100% 100 100/100");
    }

    @Test
    void increasesAddUpWhileBothAreInForce() {
        put(daily(FROM_ONE_TO_TWO, new LimitIncrease(7, ONE + 1, TWO + 1)));
        for (long at : new long[] {ONE, ONE + 1, TWO, TWO + 1}) {
            use("w", at, 1);
            meter.heartbeat(heard.later());
        }
        assertThat(heard.decisions)
                .extracting(d -> d.constraints().get(0).limit())
                .containsSubsequence(200L, 207L, 107L, 100L);
    }

    @Test
    void windowThatIsOverIsJudgedByTheLimitAtItsEnd() {
        put(daily(new LimitIncrease(100, NOON, NOON + Micros.PER_DAY)));
        use("w", ONE, 150);
        use("w", ONE + 2 * Micros.PER_DAY, 1);
        use("w", TWO, 40);
        use("w", TWO, 10);
        assertThat(alerts()).containsExactly("50% 100 150/200", "100% 200 200/200");
    }

    @Test
    void rateLimitIsIncreasedToo() {
        put(Policies.rate("r", API_KEY, TOKENS, 10, 60).withIncreases(List.of(FROM_ONE_TO_TWO)));
        use("w", TWO - 1, 50);
        assertThat(heard.said(KEY)).isEqualTo("[w/r ALLOW WITHIN_LIMIT 50/110]");
        use("other", TWO, 1);
        assertThat(heard.said(KEY)).isEqualTo("[w/r THROTTLE RATE_EXCEEDED 50/10]");
    }

    @Test
    void limitOfZeroOpensForAWhile() {
        Policy none = Policies.watching(Policies.budget("b", API_KEY, TOKENS, 1, Period.DAY), "k", 0);
        put(none.withIncreases(List.of(FROM_ONE_TO_TWO)));
        assertThat(heard.said(KEY)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 0/0]");
        use("other", ONE, 1);
        assertThat(heard.said(KEY)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 0/100]");
        use("other", TWO, 1);
        assertThat(heard.said(KEY)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 0/0]");
    }

    @Test
    void increaseCanComeChangeAndGoLive() {
        use("other", ONE, 1);
        put(daily());
        use("w", ONE, 100);
        put(daily(FROM_ONE_TO_TWO));
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 100/200]");
        put(daily(new LimitIncrease(1, ONE, TWO)));
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 100/101]");
        put(daily());
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 100/100]");
    }

    @Test
    void increaseThatEndedStaysEndedAfterARestart() {
        Policy policy = daily(FROM_ONE_TO_TWO);
        put(policy);
        use("w", ONE, 100);
        use("other", TWO, 1);
        Meter restored = new Meter(state, heard, 0);
        restored.restore(policy);
        state.restoreInto(restored);
        restored.heartbeat(heard.later());
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 100/100]");
        assertThat(alerts()).containsExactly("50% 100 100/200", "100% 100 100/100");
    }

    @Test
    void changeOfThePolicyThatIsGoneDoesNothing() {
        put(daily(FROM_ONE_TO_TWO));
        use("w", NOON, 100);
        meter.policy("w/b", null);
        use("other", ONE, 1);
        assertThat(heard.said(W)).isEqualTo("[]");
    }
}
