package io.millrace.billing.api;

import io.millrace.billing.api.Route.Answer;
import io.millrace.billing.api.Route.Parameter;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.plan.PlanStore;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Plans, and who is on them, over HTTP. Thread-safe. */
public final class PlanRoutes {
    private static final String PLANS = "/v1/plans";
    private static final String ON_PLAN = "/v1/workspaces/{workspace}/plan";

    private final PlanStore store;

    public PlanRoutes(DataSource dataSource, Clock clock) {
        store = new PlanStore(dataSource, clock);
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                PLANS,
                                Scope.CREDITS_READ,
                                "Plans, by id; for a key of all workspaces",
                                Answer.page(PlanJson.class),
                                this::list)
                        .with(Parameter.PAGE),
                Route.put(
                        PLANS + "/{plan}",
                        Scope.CREDITS_WRITE,
                        "Make a plan, or replace all of one for all that are on it; for a key of all workspaces",
                        PlanJson.New.class,
                        Answer.ok(PlanJson.class),
                        this::put),
                Route.get(
                        ON_PLAN,
                        Scope.CREDITS_READ,
                        "The plan of a workspace",
                        Answer.ok(WorkspacePlanJson.class),
                        call -> () -> shown(call.workspace())),
                Route.put(
                        ON_PLAN,
                        Scope.CREDITS_WRITE,
                        "Put a workspace on a plan; opens the account where there is none",
                        WorkspacePlanJson.New.class,
                        Answer.ok(WorkspacePlanJson.class),
                        this::assign),
                Route.delete(
                        ON_PLAN,
                        Scope.CREDITS_WRITE,
                        "Take a workspace off its plan; what was included lives on until its month ends",
                        Answer.ok(WorkspacePlanJson.class),
                        call -> () -> leave(call.workspace())));
    }

    private Supplier<?> list(Call call) {
        call.requireAllWorkspaces(); // it has what was agreed with others
        call.limit(); // refused before anything is read
        return () -> call.page(store.plans(), Plan::id, PlanJson::of);
    }

    private Supplier<?> put(Call call) {
        call.requireAllWorkspaces();
        Plan plan = call.body(PlanJson.New.class).toPut(call.value("plan"));
        return () -> {
            store.put(plan);
            return PlanJson.of(plan);
        };
    }

    private Supplier<?> assign(Call call) {
        WorkspacePlanJson.New wanted = call.body(WorkspacePlanJson.New.class);
        return () -> {
            Optional<WorkspacePlan> before = store.of(call.workspace());
            store.assign(wanted.toAssign(call.workspace(), before));
            return shown(call.workspace());
        };
    }

    private WorkspacePlanJson leave(String workspace) {
        WorkspacePlan before = known(workspace);
        store.assign(new WorkspacePlan(workspace, null, before.zone(), before.failOpen()));
        return shown(workspace);
    }

    private WorkspacePlanJson shown(String workspace) {
        return WorkspacePlanJson.of(known(workspace));
    }

    private WorkspacePlan known(String workspace) {
        return store.of(workspace)
                .orElseThrow(() -> ApiException.of(
                        ApiException.NOT_FOUND,
                        "unknown_workspace_plan",
                        Expected.message("workspace", workspace, "one that was put on a plan")));
    }
}
