package io.millrace.streams.metering;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.scope.Dimension;
import io.millrace.streams.metering.WorkspaceBudgets.PolicyUsage;
import io.millrace.streams.metering.WorkspaceBudgets.ValueUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies of what a tenant holds, for people. Changes nothing. Not thread-safe. */
final class TenantView {
    private static final Comparator<ValueUsage> MOST_FIRST = Comparator.comparingLong(
                    (ValueUsage usage) -> usage.constraint().used())
            .reversed()
            .thenComparing(ValueUsage::value);

    private TenantView() {}

    /** Null when nothing is counted on the value. */
    static @Nullable ScopeUsage scope(Tenant tenant, Dimension dimension, String value) {
        ScopeState state = tenant.known(dimension, value);
        if (state == null) {
            return null;
        }
        List<Constraint> constraints = new ArrayList<>(state.constraints());
        constraints.addAll(tenant.standing(state.scope()));
        return new ScopeUsage(state.scope(), state.asOfMicros(), state.version(), constraints);
    }

    /** @param valuesMax values told for each policy at most */
    static WorkspaceBudgets budgets(Tenant tenant, int valuesMax) {
        Account account = tenant.account();
        return new WorkspaceBudgets(
                tenant.workspace(),
                account.creditsNanoUsd(),
                account.chargesNanoUsd(),
                account.exhaustedSinceMicros(),
                account.constraints(tenant.workspace()),
                tenant.policies().stream()
                        .map(policy -> usage(tenant, policy, valuesMax))
                        .toList());
    }

    private static PolicyUsage usage(Tenant tenant, Policy policy, int valuesMax) {
        List<ValueUsage> values = new ArrayList<>();
        for (ScopeState state : tenant.scopes(policy.dimension())) {
            for (Constraint constraint : state.constraints()) {
                if (constraint.policyId().equals(policy.policyId())) {
                    values.add(new ValueUsage(state.scope().value(), constraint));
                }
            }
        }
        values.sort(MOST_FIRST);
        return new PolicyUsage(policy, values.size(), values.subList(0, Math.min(valuesMax, values.size())));
    }
}
