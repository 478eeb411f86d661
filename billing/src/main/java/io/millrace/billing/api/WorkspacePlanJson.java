package io.millrace.billing.api;

import io.millrace.billing.plan.WorkspacePlan;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a workspace.
 *
 * @param plan null where it is on none any more
 * @param zone in which its months begin and its budgets count
 * @param failOpen whether gateways let calls through where their view is stale
 */
record WorkspacePlanJson(String workspace, @Nullable String plan, String zone, boolean failOpen) {
    static WorkspacePlanJson of(WorkspacePlan workspace) {
        return new WorkspacePlanJson(
                workspace.workspaceId(), workspace.planId(), workspace.zone().getId(), workspace.failOpen());
    }

    /**
     * The plan it shall be on.
     *
     * @param zone as it is if left out; UTC where there is none yet
     * @param failOpen as it is if left out; true where there is none yet
     */
    record New(String plan, @Nullable String zone, @Nullable Boolean failOpen) {
        WorkspacePlan toAssign(String workspace, Optional<WorkspacePlan> before) {
            ZoneId kept = before.map(WorkspacePlan::zone).orElse(ZoneId.of("UTC"));
            boolean open = before.map(WorkspacePlan::failOpen).orElse(true);
            return new WorkspacePlan(
                    workspace,
                    plan,
                    zone == null ? kept : Rules.zone("zone", zone),
                    failOpen == null ? open : failOpen);
        }
    }
}
