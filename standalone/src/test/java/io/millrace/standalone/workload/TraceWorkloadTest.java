package io.millrace.standalone.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.prices.PriceFiles;
import io.millrace.standalone.trace.TraceCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TraceWorkloadTest {
    private static final long END = 1_795_000_000_000_000L;

    @Test
    void tokensOfTheTraceAreKeptExactly() {
        Trials.run(5, random -> {
            List<TraceCall> trace = trace(random, TraceCall.NO_CLIENT);
            TraceWorkload workload = new TraceWorkload(trace, random.nextLong(), END, 1);

            for (int i = 0; i < trace.size(); i++) {
                TokenCounts tokens = workload.call(i).tokens();
                assertThat(tokens.inputTotal()).isEqualTo(trace.get(i).inputTokens());
                assertThat(TokenCounts.orZero(tokens.cacheRead()))
                        .isEqualTo(trace.get(i).cachedTokens());
                assertThat(tokens.outputTotal()).isEqualTo(trace.get(i).outputTokens());
            }
        });
    }

    @Test
    void everyEmissionIsASuccessfulCallAndTheLastIsPublishedAtTheEnd() {
        Trials.run(3, random -> {
            List<TraceCall> trace = trace(random, TraceCall.NO_CLIENT);
            TraceWorkload workload = new TraceWorkload(trace, 1, END, 1);
            List<Emission> emissions = new ArrayList<>();
            workload.from(0).forEachRemaining(emissions::add);

            assertThat(emissions).hasSize(trace.size()).allSatisfy(e -> {
                assertThat(e).isInstanceOf(Emission.Call.class);
                assertThat(e.usage().result().outcome()).isEqualTo(Outcome.SUCCESS);
            });
            Usage first = emissions.get(0).usage();
            Usage last = emissions.get(emissions.size() - 1).usage();
            assertThat(last.timing().publishedAtMicros()).isEqualTo(END);
            assertThat(last.occurredAtMicros() - first.occurredAtMicros())
                    .isEqualTo(trace.get(trace.size() - 1).offsetMicros());
        });
    }

    @Test
    void idsDifferBetweenRunsAndTheSequenceDoesNot() {
        Trials.run(1, random -> {
            List<TraceCall> trace = trace(random, TraceCall.NO_CLIENT);
            Set<UUID> ids = new HashSet<>();
            for (long run = 0; run < 3; run++) {
                TraceWorkload workload = new TraceWorkload(trace, 1, END, run);
                for (int i = 0; i < trace.size(); i++) {
                    assertThat(ids.add(workload.call(i).eventId())).isTrue();
                    assertThat(workload.from(i).next().usage()).isEqualTo(workload.call(i));
                }
            }
        });
    }

    @Test
    void clientOfTheTraceKeepsToOneWorkspace() {
        Trials.run(1, random -> {
            TraceWorkload workload = new TraceWorkload(trace(random, 43), 1, END, 1);

            for (int i = 0; i < workload.calls(); i++) {
                assertThat(workload.call(i).workspaceId())
                        .isEqualTo(workload.cast().tenants().get(3).id());
            }
        });
    }

    @Test
    void planBlocksNothing() {
        Trials.run(1, random -> {
            TraceWorkload workload = new TraceWorkload(trace(random, TraceCall.NO_CLIENT), 1, END, 1);
            WorkloadPlan plan = WorkloadPlan.of(workload, PriceFiles.inTree());

            assertThat(plan.policies())
                    .isNotEmpty()
                    .allSatisfy(policy -> assertThat(policy.shadow() || policy.action() == Action.NOTIFY)
                            .isTrue());
            assertThat(plan.credits())
                    .hasSize((int) plan.workspaces().stream()
                            .filter(workspace -> workspace.billingMode() == BillingMode.PREPAID)
                            .count())
                    .allSatisfy(credit ->
                            assertThat(credit.initialGrant().nanoUsd()).isEqualTo(1_000_000_000_000_000L));
        });
    }

    @Test
    void emptyTraceIsRefused() {
        assertThatThrownBy(() -> new TraceWorkload(List.of(), 1, END, 1))
                .isInstanceOf(MillraceException.class)
                .hasMessage("trace: empty (expected: at least one call)");
    }

    private static List<TraceCall> trace(RandomGenerator random, int client) {
        List<TraceCall> trace = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < 500; i++) {
            long input = random.nextLong(0, 100_000);
            long cached = random.nextBoolean() ? 0 : random.nextLong(0, input + 1);
            trace.add(new TraceCall(offset, input, cached, random.nextLong(0, 5_000), client));
            offset += random.nextLong(0, 2_000_000);
        }
        return trace;
    }
}
