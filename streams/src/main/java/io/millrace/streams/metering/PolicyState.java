package io.millrace.streams.metering;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one policy has counted on one scope. Not thread-safe. */
public sealed interface PolicyState permits BudgetState, RateState {
    /** Thresholds crossed by one record, in ascending order, with the window, its use and its limit. */
    record Crossing(Window window, long used, long limit, List<Threshold> thresholds) {}

    String policyId();

    /** Whether this still counts what the policy asks for: the same period and measure. The limit may differ. */
    boolean fits(Policy policy);

    /**
     * Counts an amount at an instant; one below 0 takes back what was counted there. Null when no threshold was crossed.
     */
    @Nullable
    Crossing count(PolicyRule rule, Scope scope, long atMicros, long amount, LateWindows late);

    /** Thresholds that a changed policy puts below what is used already. Null when there are none. */
    @Nullable
    Crossing recheck(PolicyRule rule);

    /** The state as a gateway is told of it. */
    Constraint constraint(PolicyRule rule);

    /** How far the state is from what gateways were told of it. */
    Move moved(PolicyRule rule, Constraint told, long asOfMicros);

    static PolicyState of(Policy policy) {
        return switch (policy.kind()) {
            case BUDGET ->
                new BudgetState(policy.policyId(), policy.period(), policy.measure(), null, new BudgetCounter());
            case RATE_LIMIT ->
                new RateState(
                        policy.policyId(),
                        policy.measure(),
                        new RateWindow(RateState.lengthMicros(policy)),
                        new BudgetCounter());
        };
    }
}
