package io.millrace.schemas.budget;

import java.util.Comparator;

/** The state of one policy on one scope; void once its window has ended. Limit and used are in the measure's unit. */
public record Constraint(
        String policyId, Verdict verdict, Reason reason, Measure measure, long limit, long used, Window window) {
    /** Most severe first; among equals the one with the least left, then by policy id: a total order. */
    public static final Comparator<Constraint> MOST_SEVERE_FIRST = Comparator.comparing(Constraint::verdict)
            .reversed()
            .thenComparingLong(Constraint::remaining)
            .thenComparing(Constraint::policyId);

    /** What is left, 0 or more. */
    public long remaining() {
        return Math.max(0, limit - used);
    }
}
