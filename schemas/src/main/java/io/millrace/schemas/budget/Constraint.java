package io.millrace.schemas.budget;

import io.millrace.schemas.rule.Require;
import java.util.Comparator;

/**
 * The state of one policy on one scope; void once its window has ended. Amounts are nano-USD, tokens or requests, as the
 * measure says; those of a prepaid balance may be below 0.
 *
 * @param policyId 1 to 256 characters; credit for the prepaid balance
 * @param verdict what it asks for
 * @param reason why
 * @param measure what is counted
 * @param limit how much is allowed in the window, increases in force included
 * @param used in the window
 * @param window void from its end on
 */
public record Constraint(
        String policyId, Verdict verdict, Reason reason, Measure measure, long limit, long used, Window window) {
    /** Most severe first; among equals the one with the least left, then by policy id: a total order. */
    public static final Comparator<Constraint> MOST_SEVERE_FIRST = Comparator.comparing(Constraint::verdict)
            .reversed()
            .thenComparingLong(Constraint::remaining)
            .thenComparing(Constraint::policyId);

    public Constraint {
        Require.identifier("decision.constraints.policy_id", policyId);
    }

    /** What is left, 0 or more; more than a long holds is {@link Long#MAX_VALUE}. */
    public long remaining() {
        if (used >= limit) {
            return 0;
        }
        long left = limit - used;
        return left < 0 ? Long.MAX_VALUE : left;
    }
}
