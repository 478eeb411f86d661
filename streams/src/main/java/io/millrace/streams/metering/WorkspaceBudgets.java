package io.millrace.streams.metering;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every policy of a workspace with what it has counted, and the running balance, at one moment. Immutable.
 *
 * @param creditsNanoUsd all credits ever given
 * @param chargesNanoUsd all charges ever made
 * @param exhaustedSinceMicros when the balance ran out, microseconds since the epoch; null when it has not
 * @param constraints of the workspace itself: credit, suspension
 */
public record WorkspaceBudgets(
        Workspace workspace,
        long creditsNanoUsd,
        long chargesNanoUsd,
        @Nullable Long exhaustedSinceMicros,
        List<Constraint> constraints,
        List<PolicyUsage> policies) {
    public WorkspaceBudgets {
        constraints = List.copyOf(constraints);
        policies = List.copyOf(policies);
    }

    /**
     * One policy.
     *
     * @param scopes values that it has counted on
     * @param most those that used the most, most first
     */
    public record PolicyUsage(Policy policy, int scopes, List<ValueUsage> most) {
        public PolicyUsage {
            most = List.copyOf(most);
        }
    }

    /** One value that a policy watches. */
    public record ValueUsage(String value, Constraint constraint) {}
}
