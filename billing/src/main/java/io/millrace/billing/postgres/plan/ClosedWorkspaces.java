package io.millrace.billing.postgres.plan;

import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.StateChanges;
import io.millrace.billing.postgres.account.StatusChanges;
import io.millrace.schemas.time.Clock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the metering is told of an account that closes, where billing describes its workspace: it leaves its plan, so that its
 * limits end, and is SUSPENDED until it is opened again; then it stands where it stood, without a plan. Thread-safe.
 */
public final class ClosedWorkspaces implements StatusChanges {
    private final Clock clock;

    public ClosedWorkspaces(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void changed(Handle handle, String workspaceId, boolean closing) {
        StatusChanges.LOGGED.changed(handle, workspaceId, closing);
        WorkspaceSql.find(handle, workspaceId, "FOR UPDATE").ifPresent(known -> leave(handle, known));
    }

    /** The account is locked. The workspace is told before its limits, so that it is suspended when they end. */
    private void leave(Handle handle, WorkspacePlan known) {
        String planId = known.planId();
        if (planId == null) {
            StateChanges.workspace(handle, known.workspaceId());
            return;
        }
        @Nullable Plan before = new PlanSql(handle).find(planId).orElse(null);
        WorkspaceSql workspaces = new WorkspaceSql(handle, clock.nowMicros());
        workspaces.write(new WorkspacePlan(known.workspaceId(), null, known.zone(), known.failOpen()));
        workspaces.apply(known.workspaceId(), before, null);
    }
}
