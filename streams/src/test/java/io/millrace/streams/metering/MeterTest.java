package io.millrace.streams.metering;

import static io.millrace.schemas.budget.Measure.REQUESTS;
import static io.millrace.schemas.budget.Measure.TOKENS;
import static io.millrace.schemas.scope.Dimension.API_KEY;
import static io.millrace.schemas.scope.Dimension.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final Rating FREE = new Rating.Priced("p", 1, List.of(), Money.ZERO, Money.ZERO);
    private static final long NOON = Micros.of(Instant.parse("2026-03-10T12:00:00Z"));
    private static final Scope W = Scope.ofWorkspace("w");
    private static final Scope KEY = new Scope("w", API_KEY, "k");

    private final MemoryMeterState state = new MemoryMeterState();
    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(state, heard, 0);

    private void use(long at, long tokens) {
        Usage usage = Samples.usage("w", "k", at, 1, TokenCounts.of(tokens, 0));
        meter.usage(usage, new Rating.Priced("p", 1, List.of(), usageCost(tokens), usageCost(tokens)));
    }

    private static io.millrace.schemas.money.Money usageCost(long tokens) {
        return new io.millrace.schemas.money.Money(tokens * 10);
    }

    private void put(Policy policy) {
        meter.policy(policy.policyId(), policy);
    }

    private List<String> alerts() {
        return heard.alerts.stream()
                .map(a -> a.kind() + " " + a.threshold() + " " + a.used() + " " + a.projectedUsed())
                .toList();
    }

    @Test
    void everyThresholdFiresOnceInAscendingOrder() {
        put(Policies.budget("b", WORKSPACE, TOKENS, 100, Period.DAY));
        use(NOON, 49);
        assertThat(alerts()).isEmpty();
        use(NOON, 61);
        use(NOON, 1);
        assertThat(alerts()).containsExactly("BUDGET 50 110 220", "BUDGET 100 110 220");
    }

    @Test
    void limitIsReachedWhenUseEqualsIt() {
        put(Policies.budget("b", WORKSPACE, TOKENS, 100, Period.DAY));
        use(NOON, 99);
        assertThat(heard.said(W)).contains("ALLOW WITHIN_LIMIT 99/100");
        use(NOON, 1);
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 100/100]");
    }

    @Test
    void lateRecordChargesItsOwnWindow() {
        put(Policies.budget("b", WORKSPACE, TOKENS, 100, Period.DAY));
        use(NOON - Micros.PER_DAY, 90);
        use(NOON, 10);
        use(NOON - Micros.PER_DAY, 10);
        meter.heartbeat(heard.later());
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 10/100]");
        assertThat(alerts()).containsExactly("BUDGET 50 90 180", "BUDGET 100 100 200");
    }

    @Test
    void changedLimitTakesEffectAtOnceAndKeepsTheWindow() {
        Policy policy = Policies.budget("b", WORKSPACE, TOKENS, 1_000, Period.DAY);
        put(policy);
        use(NOON, 200);
        put(Policies.watching(policy, "*", 150));
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 200/150]");
        assertThat(alerts()).containsExactly("BUDGET 75 200 400", "BUDGET 150 200 400");
        put(Policies.watching(policy, "*", 1_000));
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 200/1000]");
        use(NOON, 800);
        assertThat(heard.alerts)
                .extracting(BudgetAlert::alertId)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(heard.said(W)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 1000/1000]");
    }

    @Test
    void limitOfZeroIsToldBeforeTheFirstCall() {
        put(Policies.watching(Policies.budget("b", API_KEY, REQUESTS, 1, Period.DAY), "k", 0));
        assertThat(heard.said(KEY)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 0/0]");
        use(NOON, 1);
        assertThat(heard.said(KEY)).isEqualTo("[w/b BLOCK BUDGET_EXHAUSTED 1/0]");
    }

    @Test
    void tombstoneEndsThePolicy() {
        put(Policies.budget("b", API_KEY, TOKENS, 10, Period.LIFETIME));
        use(NOON, 10);
        assertThat(heard.said(KEY)).contains("BLOCK");
        meter.policy("w/b", null);
        assertThat(heard.said(KEY)).isEqualTo("[]");
        use(NOON, 10);
        meter.heartbeat(heard.later());
        assertThat(heard.said(KEY)).isEqualTo("[]");
    }

    @Test
    void shadowAndNotifyWarnButAllow() {
        put(Policies.shadow(Policies.budget("b", WORKSPACE, TOKENS, 10, Period.DAY)));
        put(Policies.budget("n", WORKSPACE, TOKENS, 10, Period.DAY, ZoneOffset.UTC, Action.NOTIFY, List.of(100)));
        use(NOON, 10);
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW BUDGET_EXHAUSTED 10/10, w/n ALLOW BUDGET_EXHAUSTED 10/10]");
        assertThat(heard.alerts).hasSize(3);
    }

    @Test
    void rateLimitThrottlesUntilThereIsRoom() {
        put(Policies.rate("r", API_KEY, REQUESTS, 3, 60));
        for (int i = 0; i < 3; i++) {
            use(NOON + i, 1);
        }
        assertThat(heard.said(KEY)).isEqualTo("[w/r THROTTLE RATE_EXCEEDED 3/3]");
        Long until = heard.newest(KEY).constraints().get(0).window().endMicros();
        assertThat(until).isEqualTo(NOON + Micros.PER_MINUTE + 1);
        use(NOON + 90 * Micros.PER_SECOND, 1);
        assertThat(heard.said(KEY)).isEqualTo("[w/r ALLOW WITHIN_LIMIT 1/3]");
    }

    @Test
    void unchangedStateWaitsForTheHeartbeat() {
        put(Policies.budget("b", WORKSPACE, TOKENS, 1_000, Period.DAY));
        use(NOON, 1);
        use(NOON, 1);
        assertThat(heard.decisions).extracting(Decision::version).containsExactly(1L);
        meter.heartbeat(heard.later());
        meter.heartbeat(heard.later());
        assertThat(heard.decisions).extracting(Decision::version).containsExactly(1L, 2L);
        use(NOON + Micros.PER_DAY, 1);
        assertThat(heard.decisions).hasSize(3);
    }

    @Test
    void restoredMeterGoesOnWithVersionsNobodyHasSeen() {
        Policy policy = Policies.budget("b", WORKSPACE, TOKENS, 100, Period.DAY);
        put(policy);
        use(NOON, 60);
        Meter restored = new Meter(state, heard, 0);
        restored.restore(policy);
        state.restoreInto(restored);
        restored.heartbeat(heard.later());
        assertThat(heard.decisions).as("nothing new").hasSize(1);
        restored.usage(Samples.usage("w", "k", NOON, 2, TokenCounts.of(0, 0)), FREE);
        assertThat(heard.said(W)).isEqualTo("[w/b ALLOW WITHIN_LIMIT 60/100]");
        assertThat(heard.newest(W).version()).isEqualTo(2 + ScopeState.VERSIONS_SKIPPED);
        assertThat(alerts()).hasSize(1);
    }

    /** Each run but the last is aborted: what it told gateways remains, what it counted does not. */
    @Test
    void everyRunOutdatesWhatTheOnesBeforeItTold() {
        Policy policy = Policies.budget("b", API_KEY, TOKENS, 100, Period.DAY);
        long told = 0;
        for (int run = 1; run <= 3; run++) {
            MemoryMeterState committed = new MemoryMeterState();
            Meter before = new Meter(committed, new HeardOutput(), 0);
            before.policy(policy.policyId(), policy);
            before.usage(Samples.usage("w", "known", NOON, 1, TokenCounts.of(1, 0)), FREE);
            HeardOutput said = new HeardOutput();
            Meter meterOfRun = new Meter(committed, said, NOON + run * Micros.PER_SECOND);
            meterOfRun.restore(policy);
            committed.restoreInto(meterOfRun);
            for (int i = 0; i < 5; i++) {
                meterOfRun.usage(
                        Samples.usage("w", i % 2 == 0 ? "known" : "new", NOON, i, TokenCounts.of(50, 0)), FREE);
                meterOfRun.heartbeat(said.later());
            }
            assertThat(said.decisions).hasSizeGreaterThan(4);
            long earlier = told;
            assertThat(said.decisions)
                    .allSatisfy(decision -> assertThat(decision.version()).isGreaterThan(earlier));
            told = said.decisions.stream().mapToLong(Decision::version).max().orElseThrow();
        }
    }

    @Test
    void scopeThatNobodyUsesIsForgotten() {
        put(Policies.budget("b", API_KEY, TOKENS, 100, Period.DAY));
        put(Policies.budget("life", WORKSPACE, TOKENS, 100, Period.LIFETIME));
        use(NOON, 1);
        meter.heartbeat(heard.later());
        long later = NOON + Meter.KEPT_MICROS + 1;
        meter.usage(Samples.usage("w", "other", later, 2, TokenCounts.of(1, 1)), new Rating.Unpriced());
        meter.heartbeat(heard.later());
        assertThat(state.scopes()).containsExactlyInAnyOrder(W, new Scope("w", API_KEY, "other"));
        assertThat(heard.said(KEY)).isEqualTo("nothing");
    }

    @Test
    void unpricedModelIsReportedOncePerWorkspace() {
        for (String workspace : List.of("w", "v", "w")) {
            meter.usage(Samples.usage(workspace, NOON, 1, 5, 5), new Rating.Unpriced());
        }
        assertThat(heard.alerts)
                .extracting(a -> a.kind() + " " + a.scope())
                .containsExactly(
                        AlertKind.UNPRICED + " w|MODEL|gpt-4.1-mini", AlertKind.UNPRICED + " v|MODEL|gpt-4.1-mini");
    }
}
