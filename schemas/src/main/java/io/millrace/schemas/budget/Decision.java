package io.millrace.schemas.budget;

import io.millrace.schemas.scope.Scope;
import java.util.List;

/** The newest state of one scope. The version only grows; asOf is the latest event time it reflects, in microseconds. */
public record Decision(Scope scope, long version, long asOfMicros, List<Constraint> constraints) {
    public Decision {
        constraints = constraints.stream().sorted(Constraint.MOST_SEVERE_FIRST).toList();
    }

    /** The most severe verdict among the constraints. */
    public Verdict verdict() {
        return constraints.isEmpty() ? Verdict.ALLOW : constraints.get(0).verdict();
    }
}
