package io.millrace.streams.metering;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy with what is derived from it, and the calendar window most records fall into. Not thread-safe. */
final class PolicyRule {
    private final Policy policy;
    private final List<Threshold> thresholds;
    private @Nullable Window recent;

    PolicyRule(Policy policy) {
        this.policy = policy;
        this.thresholds = Threshold.of(policy);
    }

    Policy policy() {
        return policy;
    }

    List<Threshold> thresholds() {
        return thresholds;
    }

    boolean sliding() {
        return policy.period() == Period.SLIDING;
    }

    /** The calendar window of an instant; java.time is asked only when it is not the one asked for last. */
    Window windowOf(long micros) {
        Window known = recent;
        if (known == null || micros < known.startMicros() || known.endsBy(micros)) {
            known = WindowRule.windowOf(policy, micros);
            recent = known;
        }
        return known;
    }

    /** Use of the limit or more calls for the action; a limit of 0 allows nothing. Shadow policies never ask for any. */
    Verdict verdict(boolean limitReached) {
        Action action = policy.action();
        if (!limitReached || policy.shadow() || action == Action.NOTIFY) {
            return Verdict.ALLOW;
        }
        return action == Action.BLOCK ? Verdict.BLOCK : Verdict.THROTTLE;
    }
}
