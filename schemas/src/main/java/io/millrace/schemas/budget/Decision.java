package io.millrace.schemas.budget;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.scope.Scope;
import java.util.List;

/**
 * The newest state of one scope; the newest per scope is the truth.
 *
 * @param scope what it is about
 * @param version from 1; only grows, per scope
 * @param asOfMicros latest event time it reflects, microseconds since the epoch; 0 before the first call
 * @param constraints the policies on the scope, kept most severe first; at most {@link #CONSTRAINTS_MAX}
 */
public record Decision(Scope scope, long version, long asOfMicros, List<Constraint> constraints) {
    /** More would make a decision larger than a gateway should hold for one scope. */
    public static final int CONSTRAINTS_MAX = 256;

    public Decision {
        Require.atLeast("decision.version", version, 1);
        Require.instant("decision.as_of_micros", asOfMicros);
        Require.sizeAtMost("decision.constraints entries", constraints, CONSTRAINTS_MAX);
        constraints = constraints.stream().sorted(Constraint.MOST_SEVERE_FIRST).toList();
    }

    /** A decision of any number of constraints; those beyond {@link #CONSTRAINTS_MAX}, the least severe, are left out. */
    public static Decision mostSevere(Scope scope, long version, long asOfMicros, List<Constraint> constraints) {
        if (constraints.size() <= CONSTRAINTS_MAX) {
            return new Decision(scope, version, asOfMicros, constraints);
        }
        List<Constraint> kept = constraints.stream()
                .sorted(Constraint.MOST_SEVERE_FIRST)
                .limit(CONSTRAINTS_MAX)
                .toList();
        return new Decision(scope, version, asOfMicros, kept);
    }

    /** The most severe verdict among the constraints. */
    public Verdict verdict() {
        return constraints.isEmpty() ? Verdict.ALLOW : constraints.get(0).verdict();
    }
}
