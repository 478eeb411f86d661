package io.millrace.client;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a call, and why.
 *
 * @param constraint the policy that decides, with what is left of it; null where none applies
 * @param retryAfterMicros when to come back; null where there is no such time, or no need
 * @param stale true when the view was too old to check and the fail-open or fail-closed choice applied
 */
public record CallVerdict(
        Verdict verdict,
        @Nullable Constraint constraint,
        @Nullable Long retryAfterMicros,
        boolean stale) {
    static final CallVerdict UNCONSTRAINED = new CallVerdict(Verdict.ALLOW, null, null, false);

    public Reason reason() {
        return constraint == null ? Reason.WITHIN_LIMIT : constraint.reason();
    }
}
