package io.millrace.standalone.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.prices.PriceFiles;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replays the generator's own sequence against the plan, at the plan's own estimate of cost. */
class WorkloadPlanTest {
    private static final long END = 1_795_000_000_000_000L;
    private static final List<Price> PRICES = PriceFiles.inTree();

    @Test
    void limitsAreCrossedInASmallRunWhateverTheSeedAndTheTimeOfDay() {
        Trials.run(8, random -> {
            long end = END + random.nextLong(Micros.PER_DAY);
            assertRolesArePlayed(WorkloadSettings.dayBefore(end, random.nextLong(), 20_000, 1));
        });
    }

    @Test
    void limitsAreCrossedInADefaultRun() {
        Trials.run(2, random -> assertRolesArePlayed(WorkloadSettings.dayBefore(END, random.nextLong(), 200_000, 1)));
    }

    @Test
    void limitsAreCrossedInASampledPlan() {
        Trials.run(1, random -> assertRolesArePlayed(WorkloadSettings.dayBefore(END, random.nextLong(), 500_000, 1)));
    }

    @Test
    void limitsAreCrossedInAnHourAndInAWeek() {
        Trials.run(2, random -> {
            for (long span : new long[] {Micros.PER_HOUR, 7 * Micros.PER_DAY}) {
                assertRolesArePlayed(new WorkloadSettings(random.nextLong(), 20_000, END - span, span, 1));
            }
        });
    }

    @Test
    void planIsTheSameForTheSameSettings() {
        WorkloadSettings settings = WorkloadSettings.dayBefore(END, 3, 2_000, 1);

        assertThat(WorkloadPlan.of(new Workload(settings), PRICES))
                .isEqualTo(WorkloadPlan.of(new Workload(settings), PRICES));
    }

    @Test
    void everyPrepaidWorkspaceHasCreditsAndNoOther() {
        WorkloadPlan plan = WorkloadPlan.of(new Workload(WorkloadSettings.dayBefore(END, 3, 2_000, 1)), PRICES);

        assertThat(plan.credits())
                .extracting(CreditPlan::workspaceId)
                .containsExactlyElementsOf(plan.workspaces().stream()
                        .filter(workspace -> workspace.billingMode() == BillingMode.PREPAID)
                        .map(Workspace::workspaceId)
                        .toList());
    }

    @Test
    void tinyRunStillHasAPlan() {
        for (long records = 1; records < 50; records += 7) {
            WorkloadPlan plan = WorkloadPlan.of(new Workload(WorkloadSettings.dayBefore(END, 3, records, 1)), PRICES);

            assertThat(plan.policies())
                    .hasSize(5)
                    .allSatisfy(policy -> assertThat(policy.limit()).isPositive());
        }
    }

    private static void assertRolesArePlayed(WorkloadSettings settings) {
        Workload workload = new Workload(settings);
        WorkloadPlan plan = WorkloadPlan.of(workload, PRICES);
        Replay replay = new Replay(workload);

        Policy warned = policy(plan, "/daily-spend");
        assertThat(replay.warnedByDay.values())
                .anySatisfy(charge -> assertThat(charge).isGreaterThan(warned.limit()));
        assertThat(warned.action()).isEqualTo(Action.NOTIFY);

        Policy throttled = policy(plan, "/requests");
        assertThat(throttled.windowSeconds() * Micros.PER_SECOND).isEqualTo(replay.windowMicros);
        assertThat(replay.throttledByWindow.values())
                .anySatisfy(count -> assertThat(count).isGreaterThan(throttled.limit()));

        Policy blocked = policy(plan, "/trial");
        assertThat(replay.crossing(Role.BLOCKED.keyOf(workload.cast()).id(), blocked.limit()))
                .isBetween(0.4, 0.8);

        Tenant charged = Role.CHARGED.of(workload.cast());
        CreditPlan credit = plan.credits().stream()
                .filter(plans -> plans.workspaceId().equals(charged.id()))
                .findFirst()
                .orElseThrow();
        long grant = credit.initialGrant().nanoUsd();
        assertThat(replay.crossing(
                        charged.id(), grant - credit.rechargeThreshold().nanoUsd()))
                .isBetween(0.2, 0.8);
        plan.credits()
                .forEach(plans -> assertThat(replay.total(plans.workspaceId()))
                        .isLessThan(plans.initialGrant().nanoUsd()));
    }

    private static Policy policy(WorkloadPlan plan, String suffix) {
        return plan.policies().stream()
                .filter(policy -> policy.policyId().endsWith(suffix))
                .findFirst()
                .orElseThrow();
    }

    /** What the sequence spends, call by call. */
    private static final class Replay {
        private final Workload workload;
        private final long windowMicros;
        private final Map<LocalDate, Long> warnedByDay = new HashMap<>();
        private final Map<Long, Long> throttledByWindow = new HashMap<>();
        private final Map<String, Long> totals = new HashMap<>();
        private final CostEstimate estimate = new CostEstimate(PRICES);

        Replay(Workload workload) {
            this.workload = workload;
            this.windowMicros = PlanMaker.windowSeconds(workload.settings().spanMicros()) * Micros.PER_SECOND;
            Tenant warned = Role.WARNED.of(workload.cast());
            String throttled = Role.THROTTLED.keyOf(workload.cast()).id();
            for (long i = 0; i < workload.calls(); i++) {
                Usage call = workload.call(i);
                long charge = charge(call);
                totals.merge(call.workspaceId(), charge, Long::sum);
                if (call.workspaceId().equals(warned.id())) {
                    LocalDate day = LocalDate.ofInstant(
                            Micros.toInstant(call.occurredAtMicros()),
                            warned.workspace().zone());
                    warnedByDay.merge(day, charge, Long::sum);
                }
                if (throttled.equals(call.attribution().apiKeyId())) {
                    throttledByWindow.merge(call.occurredAtMicros() / windowMicros, 1L, Long::sum);
                }
            }
        }

        long total(String workspaceId) {
            return totals.getOrDefault(workspaceId, 0L);
        }

        /** The part of all calls after which a workspace or a key has spent the amount; 2 for never. */
        double crossing(String workspaceOrKey, long nanoUsd) {
            long spent = 0;
            for (long i = 0; i < workload.calls(); i++) {
                Usage call = workload.call(i);
                boolean counts = workspaceOrKey.equals(call.workspaceId())
                        || workspaceOrKey.equals(call.attribution().apiKeyId());
                spent += counts ? charge(call) : 0;
                if (spent >= nanoUsd) {
                    return (double) i / workload.calls();
                }
            }
            return 2;
        }

        private long charge(Usage call) {
            return workload.cast()
                    .tenant(call.workspaceId())
                    .chargeNanoUsd(estimate.costNanoUsd(call), call.credentialMode());
        }
    }
}
