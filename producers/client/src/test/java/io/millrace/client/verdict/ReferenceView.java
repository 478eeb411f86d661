package io.millrace.client.verdict;

import io.millrace.client.CallVerdict;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The view as anyone would write it first: a map of records. What the real one is compared with. */
final class ReferenceView {
    private final Map<Scope, Decision> decisions = new HashMap<>();

    void apply(Decision decision) {
        Decision known = decisions.get(decision.scope());
        if (known == null || decision.version() >= known.version()) {
            decisions.put(decision.scope(), decision);
        }
    }

    void forget(Scope scope) {
        decisions.remove(scope);
    }

    Map<Scope, Decision> all() {
        return decisions;
    }

    CallVerdict verdict(ScopeKeys call, long nowMicros) {
        Decision decides = null;
        Constraint worst = null;
        for (Scope scope : call.scopes()) {
            Decision decision = decisions.get(scope);
            Constraint candidate = decision == null ? null : worstInForce(decision, nowMicros);
            if (candidate != null && (worst == null || Constraint.MOST_SEVERE_FIRST.compare(candidate, worst) < 0)) {
                worst = candidate;
                decides = decision;
            }
        }
        return worst == null || decides == null
                ? CallVerdict.unconstrained(nowMicros)
                : verdict(decides, worst, nowMicros);
    }

    private static CallVerdict verdict(Decision decides, Constraint worst, long nowMicros) {
        Long end = worst.window().endMicros();
        return new CallVerdict(
                worst.verdict(),
                worst.reason(),
                decides.scope(),
                worst.policyId(),
                worst.measure(),
                worst.limit(),
                worst.used(),
                worst.window().startMicros(),
                end == null ? CallVerdict.NO_END : end,
                decides.version(),
                nowMicros,
                null);
    }

    private static @Nullable Constraint worstInForce(Decision decision, long nowMicros) {
        return decision.constraints().stream()
                .sorted(Constraint.MOST_SEVERE_FIRST)
                .filter(constraint -> !constraint.window().endsBy(nowMicros))
                .findFirst()
                .orElse(null);
    }
}
