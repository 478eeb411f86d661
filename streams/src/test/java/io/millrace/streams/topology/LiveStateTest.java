package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Samples;
import io.millrace.streams.metering.Policies;
import io.millrace.streams.metering.Prices;
import io.millrace.streams.metering.ScopeUsage;
import io.millrace.streams.metering.WorkspaceBudgets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked is answered by the thread of the task, with what is counted so far. */
class LiveStateTest {
    private final Pipeline pipeline = new Pipeline();

    @AfterEach
    void close() {
        pipeline.close();
    }

    private <T> T answered(CompletableFuture<T> asked) {
        assertThat(asked).isNotDone();
        pipeline.driver.advanceWallClockTime(Duration.ofMillis(20));
        return asked.join();
    }

    private void use() {
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1e-6")));
        pipeline.policy(Policies.budget("day", Dimension.WORKSPACE, Measure.CHARGE, 150_000, Period.DAY));
        pipeline.policy(Policies.budget("keys", Dimension.API_KEY, Measure.REQUESTS, 10, Period.MONTH));
        pipeline.usage(Samples.usage("w", NOW, 1, 100, 0));
        pipeline.usage(Samples.usage("w", NOW, 2, 100, 0));
    }

    @Test
    void usageOfAScopeIsWhatWasCounted() {
        use();
        ScopeUsage usage = answered(pipeline.links.live().usage(0, Scope.ofWorkspace("w")));
        Constraint day = usage.constraints().get(0);
        assertThat(day.used()).isEqualTo(200_000);
        assertThat(day.limit()).isEqualTo(150_000);
        assertThat(day.verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(usage.asOfMicros()).isEqualTo(NOW);
        Scope unused = new Scope("w", Dimension.TEAM, "nobody");
        assertThat(answered(pipeline.links.live().usage(0, unused))).isNull();
    }

    @Test
    void budgetsOfAWorkspaceTellEveryPolicyTheBalanceAndWhatWaits() {
        use();
        LiveState.Budgets state = answered(pipeline.links.live().budgets(0, "w", 10));
        WorkspaceBudgets budgets = state.budgets();
        assertThat(budgets.chargesNanoUsd()).isEqualTo(200_000);
        assertThat(budgets.policies())
                .extracting(usage -> usage.policy().policyId())
                .containsExactly("w/day", "w/keys");
        assertThat(budgets.policies().get(1).most())
                .extracting(value -> value.constraint().used())
                .containsExactly(2L);
        assertThat(state.pending()).isEqualTo(new LiveState.Pending(0, 200_000, 200_000, 2));
        pipeline.flush();
        assertThat(answered(pipeline.links.live().budgets(0, "w", 0)).pending())
                .isEqualTo(new LiveState.Pending(1, 0, 0, 0));
        assertThat(answered(pipeline.links.live().budgets(0, "nobody", 1))).isNull();
    }

    @Test
    void askingChangesNothing() {
        use();
        pipeline.decisions();
        for (int i = 0; i < 5; i++) {
            answered(pipeline.links.live().usage(0, Scope.ofWorkspace("w")));
            answered(pipeline.links.live().budgets(0, "w", 10));
        }
        assertThat(pipeline.decisions()).isEmpty();
        assertThat(pipeline.alerts()).hasSize(2);
    }

    @Test
    void partitionThatIsNotHereIsRefusedAtOnce() {
        assertThatThrownBy(() ->
                        pipeline.links.live().usage(7, Scope.ofWorkspace("w")).join())
                .hasCauseInstanceOf(NotOwnedException.class);
        Pipeline ending = new Pipeline();
        CompletableFuture<ScopeUsage> waiting = ending.links.live().usage(0, Scope.ofWorkspace("w"));
        ending.close();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(NotOwnedException.class);
    }

    @Test
    void latencyIsFromPublishingToTheDecision() {
        pipeline.clock.advanceMicros(12_000);
        use();
        LatencyCounter.Snapshot latency = pipeline.counters.decisionLatency();
        assertThat(latency.counts().stream().mapToLong(Long::longValue).sum()).isPositive();
        assertThat(latency.counts().get(LatencyCounter.BOUNDS_MILLIS.indexOf(15L)))
                .isPositive();
    }
}
