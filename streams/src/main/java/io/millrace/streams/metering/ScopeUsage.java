package io.millrace.streams.metering;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.scope.Scope;
import java.util.List;

/**
 * What is counted on a scope at one moment. Immutable.
 *
 * @param asOfMicros latest event time counted, microseconds since the epoch; 0 before the first call
 * @param version of the decision last told; 0 before the first
 * @param constraints one for each policy on the scope, then those of the workspace itself
 */
public record ScopeUsage(Scope scope, long asOfMicros, long version, List<Constraint> constraints) {
    public ScopeUsage {
        constraints = List.copyOf(constraints);
    }
}
