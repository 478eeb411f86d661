package io.millrace.client.verdict;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of each policy on a scope. Immutable.
 *
 * @param policies those whose window has not ended, most severe first; {@link Constraint#remaining()} is what is left
 * @param version version of the decision; 0 where there is none
 * @param asOfMicros the latest event time it reflects, microseconds since the epoch; 0 where there is none
 * @param stale true when the view was too old to be relied on; the figures are the last known ones
 */
public record Remaining(Scope scope, List<Constraint> policies, long version, long asOfMicros, boolean stale) {
    static Remaining of(Scope scope, @Nullable Decision decision, long nowMicros, boolean stale) {
        if (decision == null) {
            return new Remaining(scope, List.of(), 0, 0, stale);
        }
        List<Constraint> inForce = decision.constraints().stream()
                .filter(constraint -> !constraint.window().endsBy(nowMicros))
                .toList();
        return new Remaining(scope, inForce, decision.version(), decision.asOfMicros(), stale);
    }

    /** The policy with the smallest share of its limit left, whatever it counts; null where none applies. */
    public @Nullable Constraint tightest() {
        Constraint tightest = null;
        for (Constraint candidate : policies) {
            if (tightest == null || hasLessLeft(candidate, tightest)) {
                tightest = candidate;
            }
        }
        return tightest;
    }

    /** Compares remaining / limit exactly, in 128 bits; nothing is left of a limit of 0. */
    private static boolean hasLessLeft(Constraint one, Constraint other) {
        long ones = one.remaining();
        long others = other.remaining();
        if (ones == 0 || others == 0) {
            return ones == 0 && others != 0;
        }
        int high = Long.compare(Math.multiplyHigh(ones, other.limit()), Math.multiplyHigh(others, one.limit()));
        return high == 0 ? Long.compareUnsigned(ones * other.limit(), others * one.limit()) < 0 : high < 0;
    }
}
