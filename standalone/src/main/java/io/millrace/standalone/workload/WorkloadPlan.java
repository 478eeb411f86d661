package io.millrace.standalone.workload;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.time.Micros;
import java.util.List;

/**
 * Workspaces, policies and credits for a traffic, with limits taken from what it will spend under the given prices; the
 * same traffic gets the same plan, and the clock is not read. Policy ids do not depend on the run.
 *
 * @param credits one for each prepaid workspace
 */
public record WorkloadPlan(List<Workspace> workspaces, List<Policy> policies, List<CreditPlan> credits) {
    public WorkloadPlan {
        workspaces = List.copyOf(workspaces);
        policies = List.copyOf(policies);
        credits = List.copyOf(credits);
    }

    /** In the run one workspace is warned, one key throttled, one key blocked and one card charged ({@link Role}). */
    public static WorkloadPlan of(Workload workload, List<Price> prices) {
        long windowMicros = PlanMaker.windowSeconds(workload.settings().spanMicros()) * Micros.PER_SECOND;
        return new PlanMaker(workload.cast(), Expectation.of(workload, prices, windowMicros), windowMicros).plan();
    }

    /** Nothing is throttled or blocked, so that the traffic's sums are exact: the rate limit is a shadow. */
    public static WorkloadPlan of(TraceWorkload trace, List<Price> prices) {
        long windowMicros = Micros.PER_MINUTE;
        return new PlanMaker(trace.cast(), Expectation.of(trace, prices, windowMicros), windowMicros).harmlessPlan();
    }
}
