package io.millrace.billing.postgres.plan;

import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.GrantSchedule;
import io.millrace.billing.postgres.IncludedUsage;
import io.millrace.billing.postgres.StateChanges;
import io.millrace.schemas.time.Micros;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of workspaces that billing describes, inside a transaction, and what a change of plan means for one. */
final class WorkspaceSql {
    private static final String FIND = "SELECT id, plan_id, zone, fail_open FROM billing.workspace WHERE id = :id ";
    private static final String WRITE = """
            INSERT INTO billing.workspace (id, plan_id, zone, fail_open, anchor_micros, anchor_zone)
            VALUES (:id, :plan, :zone, :open, :anchor, :zone)
            ON CONFLICT (id) DO UPDATE SET plan_id = :plan, zone = :zone, fail_open = :open
            """;
    private static final String ARRANGE = """
            UPDATE billing.workspace SET arrangements = arrangements + 1 WHERE id = :id
            RETURNING arrangements, anchor_micros, anchor_zone
            """;

    private final Handle handle;
    private final long nowMicros;

    WorkspaceSql(Handle handle, long nowMicros) {
        this.handle = handle;
        this.nowMicros = nowMicros;
    }

    static Optional<WorkspacePlan> find(Handle handle, String workspaceId, String lock) {
        return handle.createQuery(FIND + lock)
                .bind("id", workspaceId)
                .map((row, context) -> new WorkspacePlan(
                        row.getString("id"),
                        row.getString("plan_id"),
                        ZoneId.of(row.getString("zone")),
                        row.getBoolean("fail_open")))
                .findOne();
    }

    /** Locks the account, opened where there is none, and the row, if it is there. */
    Optional<WorkspacePlan> lock(String workspaceId) {
        IncludedUsage.lock(handle, workspaceId);
        return find(handle, workspaceId, "FOR UPDATE");
    }

    /** Months of one that is new begin with today, in its zone; they stay where they are when the zone changes. */
    void write(WorkspacePlan workspace) {
        ZoneId zone = workspace.zone();
        long anchor = Micros.of(Micros.toInstant(nowMicros)
                .atZone(zone)
                .toLocalDate()
                .atStartOfDay(zone)
                .toInstant());
        handle.createUpdate(WRITE)
                .bind("id", workspace.workspaceId())
                .bind("plan", workspace.planId())
                .bind("zone", zone.getId())
                .bind("open", workspace.failOpen())
                .bind("anchor", Math.max(0, anchor))
                .execute();
    }

    /** What the metering has to be told, and what is included. */
    void apply(String workspaceId, @Nullable Plan before, @Nullable Plan next) {
        IncludedUsage.lock(handle, workspaceId);
        StateChanges.workspace(handle, workspaceId);
        int limits = Math.max(size(before), size(next));
        for (int n = 1; n <= limits; n++) {
            StateChanges.policy(handle, PlanLimit.policyId(workspaceId, n));
        }
        IncludedUsage.change(handle, workspaceId, schedule(workspaceId, next), nowMicros);
    }

    private static int size(@Nullable Plan plan) {
        return plan == null ? 0 : plan.limits().size();
    }

    private @Nullable GrantSchedule schedule(String workspaceId, @Nullable Plan plan) {
        if (plan == null || plan.included().nanoUsd() == 0) {
            return null;
        }
        return handle.createQuery(ARRANGE)
                .bind("id", workspaceId)
                .map((row, context) -> new GrantSchedule(
                        workspaceId,
                        IncludedUsage.PREFIX + row.getInt("arrangements"),
                        plan.includedKind(),
                        plan.included(),
                        Grant.PRIORITY_DEFAULT,
                        new Recurrence(
                                Recurrence.Every.MONTH,
                                ZoneId.of(row.getString("anchor_zone")),
                                row.getLong("anchor_micros"),
                                null,
                                null),
                        1,
                        Applicability.ANY,
                        null))
                .one();
    }
}
