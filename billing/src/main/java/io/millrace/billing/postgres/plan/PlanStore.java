package io.millrace.billing.postgres.plan;

import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.AccountSql;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Plans and who is on them. Thread-safe; a method, a transaction, and in it all that the change means: the description of
 * the workspace, its limits, its included usage. Locks: the plan, then customers in the order of their ids.
 */
public final class PlanStore {
    private static final String ON_PLAN = "SELECT id FROM billing.workspace WHERE plan_id = :id ORDER BY id";

    private final Jdbi jdbi;
    private final Clock clock;

    public PlanStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    /**
     * Writes a plan down, or changes all of one. Its limits and markups then hold for all that are on it at once; where it
     * includes more than before, the running month gets the difference.
     *
     * @return whether anything changed
     */
    public boolean put(Plan plan) {
        return jdbi.inTransaction(handle -> {
            PlanSql plans = new PlanSql(handle);
            Optional<Plan> known = plans.lock(plan.id(), "UPDATE");
            if (known.equals(Optional.of(plan))) {
                return false;
            }
            plans.write(plan);
            WorkspaceSql workspaces = new WorkspaceSql(handle, clock.nowMicros());
            for (String workspaceId : handle.createQuery(ON_PLAN)
                    .bind("id", plan.id())
                    .mapTo(String.class)
                    .list()) {
                boolean stillOn =
                        workspaces.lock(workspaceId).map(WorkspacePlan::planId).equals(Optional.of(plan.id()));
                if (stillOn) {
                    workspaces.apply(workspaceId, known.orElse(null), plan);
                }
            }
            return true;
        });
    }

    /** By id. */
    public List<Plan> plans() {
        return jdbi.inTransaction(handle -> new PlanSql(handle).all());
    }

    /**
     * Puts a workspace on a plan, or off any; opens its account where there is none. From then on billing describes the
     * workspace to the metering.
     *
     * @return whether anything changed
     * @throws MillraceException code UNKNOWN_PLAN, ACCOUNT_CLOSED
     */
    public boolean assign(WorkspacePlan wanted) {
        return jdbi.inTransaction(handle -> {
            PlanSql plans = new PlanSql(handle);
            Plan next = plan(plans, wanted.planId(), "SHARE");
            WorkspaceSql workspaces = new WorkspaceSql(handle, clock.nowMicros());
            Optional<WorkspacePlan> known = workspaces.lock(wanted.workspaceId());
            if (known.equals(Optional.of(wanted))) {
                return false;
            }
            AccountSql.requireOpen(handle, wanted.workspaceId());
            Plan before = known.map(WorkspacePlan::planId)
                    .flatMap(id -> plans.find(id))
                    .orElse(null);
            workspaces.write(wanted);
            workspaces.apply(wanted.workspaceId(), before, next);
            return true;
        });
    }

    private static @Nullable Plan plan(PlanSql plans, @Nullable String id, String lock) {
        return id == null
                ? null
                : plans.lock(id, lock)
                        .orElseThrow(() -> MillraceException.user("UNKNOWN_PLAN", "plan", id, "one that was put"));
    }

    /** Empty where billing does not describe the workspace. */
    public Optional<WorkspacePlan> of(String workspaceId) {
        return jdbi.withHandle((Handle handle) -> WorkspaceSql.find(handle, workspaceId, ""));
    }

    /** The policies that the plan of a workspace makes, by number from 1. */
    public List<PlanLimit> limits(String planId) {
        return jdbi.withHandle(handle -> new PlanSql(handle).limits(planId));
    }
}
