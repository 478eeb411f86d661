package io.millrace.client;

import io.millrace.client.verdict.Staleness;
import io.millrace.client.verdict.VerdictHeaders;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a call, and why: the most severe constraint in force over all its scopes. Limit and used are in the
 * measure's unit (nano-USD, tokens or requests), times in microseconds since the epoch. Immutable.
 *
 * @param scope the scope that decides; null where no policy applies or the view is stale
 * @param policyId the policy that decides; null likewise
 * @param measure what the policy counts; null likewise
 * @param windowEndMicros the policy says this until then, exclusive; {@link #NO_END} where it has no end
 * @param decisionVersion version of the decision; it only grows, per scope; 0 where none decides
 * @param askedAtMicros the instant the verdict is of
 * @param staleness null where the decisions were checked; otherwise why they were not, and what applied instead
 */
public record CallVerdict(
        Verdict verdict,
        Reason reason,
        @Nullable Scope scope,
        @Nullable String policyId,
        @Nullable Measure measure,
        long limit,
        long used,
        long windowStartMicros,
        long windowEndMicros,
        long decisionVersion,
        long askedAtMicros,
        @Nullable Staleness staleness) {
    /** Of a window that never ends. */
    public static final long NO_END = Long.MAX_VALUE;

    /** No policy has anything to say. */
    public static CallVerdict unconstrained(long askedAtMicros) {
        return without(Verdict.ALLOW, Reason.WITHIN_LIMIT, askedAtMicros, null);
    }

    /** The view is stale: the choice that applies makes the verdict. */
    public static CallVerdict unchecked(Staleness staleness, long askedAtMicros) {
        Verdict verdict = switch (staleness.applied()) {
            case FAIL_OPEN -> Verdict.ALLOW;
            case FAIL_CLOSED -> Verdict.BLOCK;
        };
        return without(verdict, Reason.UNKNOWN, askedAtMicros, staleness);
    }

    private static CallVerdict without(
            Verdict verdict, Reason reason, long askedAtMicros, @Nullable Staleness staleness) {
        return new CallVerdict(verdict, reason, null, null, null, 0, 0, 0, NO_END, 0, askedAtMicros, staleness);
    }

    /** True when the view was too old to check, and the fail-open or fail-closed choice applied. */
    public boolean stale() {
        return staleness != null;
    }

    /** What is left of the policy that decides, 0 or more, in the measure's unit. */
    public long remaining() {
        return Math.max(0, limit - used);
    }

    /** When to come back, microseconds from the instant of the verdict, above 0; null where there is no such time, or no need. */
    public @Nullable Long retryAfterMicros() {
        return verdict == Verdict.ALLOW || windowEndMicros == NO_END ? null : windowEndMicros - askedAtMicros;
    }

    /** The policy that decides, with what is left of it; null where none applies. */
    public @Nullable Constraint constraint() {
        if (policyId == null || measure == null) {
            return null;
        }
        Window window = new Window(windowStartMicros, windowEndMicros == NO_END ? null : windowEndMicros);
        return new Constraint(policyId, verdict, reason, measure, limit, used, window);
    }

    /** The same as HTTP response fields; see {@link VerdictHeaders}. */
    public Map<String, String> headers() {
        return VerdictHeaders.of(this);
    }
}
