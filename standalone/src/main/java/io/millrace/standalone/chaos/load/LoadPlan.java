package io.millrace.standalone.chaos.load;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.scope.Dimension;
import io.millrace.standalone.workload.CreditPlan;
import io.millrace.standalone.workload.Tenant;
import io.millrace.standalone.workload.WorkloadPlan;
import java.time.DayOfWeek;
import java.util.List;
import java.util.stream.Stream;

/** The demonstration's plan, with many more alerts and card payments: what may not be doubled must happen often. */
public final class LoadPlan {
    /** Thresholds of the budget that every workspace has by the hour, percent of a limit that none stays below. */
    private static final List<Integer> THRESHOLDS = List.of(1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);

    private static final long HOURLY_LIMIT_PARTS = 2;
    private static final long RECHARGES = 20;
    private static final long CENTS_MIN = 100;

    private LoadPlan() {}

    public static WorkloadPlan of(ChaosLoad load, List<Price> prices) {
        WorkloadPlan plan = WorkloadPlan.of(load.workload(), prices);
        List<Tenant> tenants = load.workload().cast().tenants();
        Money typical = plan.credits().stream()
                .map(CreditPlan::initialGrant)
                .max(Money::compareTo)
                .orElse(Money.ofCents(CENTS_MIN));
        List<Policy> hourly = tenants.stream()
                .map(tenant -> hourly(tenant.workspace(), typical.nanoUsd() / HOURLY_LIMIT_PARTS))
                .toList();
        return new WorkloadPlan(
                plan.workspaces(),
                Stream.concat(plan.policies().stream(), hourly.stream()).toList(),
                plan.credits().stream().map(LoadPlan::inSmallSteps).toList());
    }

    /** The card is charged again and again: from what is granted first, a twentieth each time. */
    private static CreditPlan inSmallSteps(CreditPlan credit) {
        long cents = credit.initialGrant().floorCents();
        long step = Math.max(CENTS_MIN, cents / RECHARGES);
        return new CreditPlan(
                credit.workspaceId(), Money.ofCents(cents + step), Money.ofCents(cents), step, credit.paymentMethod());
    }

    private static Policy hourly(Workspace workspace, long limit) {
        return new Policy(
                workspace.workspaceId() + "/hourly",
                workspace.workspaceId(),
                PolicyKind.BUDGET,
                Dimension.WORKSPACE,
                workspace.workspaceId(),
                Measure.CHARGE,
                Math.max(1, limit),
                Period.HOUR,
                0,
                workspace.zone(),
                DayOfWeek.MONDAY,
                THRESHOLDS,
                List.of(),
                Action.NOTIFY,
                false);
    }
}
