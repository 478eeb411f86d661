package io.millrace.client;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.scope.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The newest decision of every scope, in memory. Thread-safe; reading takes no lock. */
final class DecisionView {
    private final Map<Scope, Decision> decisions = new ConcurrentHashMap<>();

    /** Takes a decision unless a later version is known. The same version again is a recomputation and replaces it. */
    void apply(Decision decision) {
        decisions.merge(decision.scope(), decision, (known, next) -> next.version() >= known.version() ? next : known);
    }

    void forget(Scope scope) {
        decisions.remove(scope);
    }

    List<Decision> all() {
        return List.copyOf(decisions.values());
    }

    @Nullable
    Decision of(Scope scope) {
        return decisions.get(scope);
    }

    /** The most severe constraint over all scopes of the call whose window has not ended by now. */
    CallVerdict verdict(Call call, long nowMicros) {
        Constraint worst = null;
        for (Scope scope : call.scopes()) {
            Decision decision = decisions.get(scope);
            Constraint candidate = decision == null ? null : worstInForce(decision, nowMicros);
            if (candidate != null && (worst == null || Constraint.MOST_SEVERE_FIRST.compare(candidate, worst) < 0)) {
                worst = candidate;
            }
        }
        return worst == null
                ? CallVerdict.UNCONSTRAINED
                : new CallVerdict(worst.verdict(), worst, retryAfter(worst, nowMicros), false);
    }

    /** Constraints are in order of severity, so the first one in force decides. */
    private static @Nullable Constraint worstInForce(Decision decision, long nowMicros) {
        for (Constraint constraint : decision.constraints()) {
            if (!constraint.window().endsBy(nowMicros)) {
                return constraint;
            }
        }
        return null;
    }

    private static @Nullable Long retryAfter(Constraint constraint, long nowMicros) {
        Long end = constraint.window().endMicros();
        return end == null || constraint.verdict() == Verdict.ALLOW ? null : end - nowMicros;
    }
}
