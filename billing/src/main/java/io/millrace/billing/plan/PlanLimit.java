package io.millrace.billing.plan;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.scope.Dimension;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;

/**
 * A budget or rate limit that every workspace on a plan has, on each value of the dimension.
 *
 * @param limit nano-USD, tokens or requests as the measure says; 0 allows nothing
 * @param period a calendar period, or SLIDING
 * @param windowSeconds of a sliding window; 0 for a calendar period
 */
public record PlanLimit(
        Dimension dimension, Measure measure, long limit, Period period, int windowSeconds, Action action) {
    /** Percent of the limit that raise an alert, as of a policy that is written by hand. */
    private static final List<Integer> THRESHOLDS = List.of(80, 100);

    public PlanLimit {
        policy(dimension, measure, limit, period, windowSeconds, action, "w", 1, ZoneId.of("UTC"));
    }

    /** Id of the n-th limit's policy, from 1; the same for every plan, so that a change of plan replaces it. */
    public static String policyId(String workspaceId, int n) {
        return workspaceId + "/plan:" + n;
    }

    /** The policy of a workspace. */
    public Policy policy(String workspaceId, int n, ZoneId zone) {
        return policy(dimension, measure, limit, period, windowSeconds, action, workspaceId, n, zone);
    }

    private static Policy policy(
            Dimension dimension,
            Measure measure,
            long limit,
            Period period,
            int windowSeconds,
            Action action,
            String workspaceId,
            int n,
            ZoneId zone) {
        return new Policy(
                policyId(workspaceId, n),
                workspaceId,
                period == Period.SLIDING ? PolicyKind.RATE_LIMIT : PolicyKind.BUDGET,
                dimension,
                Policy.EACH_VALUE,
                measure,
                limit,
                period,
                windowSeconds,
                zone,
                DayOfWeek.MONDAY,
                THRESHOLDS,
                List.of(),
                action,
                /* shadow= */ false);
    }
}
