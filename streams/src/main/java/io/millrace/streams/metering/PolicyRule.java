package io.millrace.streams.metering;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy with what is derived from it: its limit as of the event time, and the calendar window most records fall into.
 * Not thread-safe.
 *
 * <p>The limit of a window is the one in force now or, once the window is over, the one in force at its last instant.
 */
final class PolicyRule {
    private final Policy policy;
    private List<Threshold> thresholds;
    private long thresholdsLimit;
    private long nowMicros;
    private @Nullable Window recent;

    /** @param nowMicros the latest event time */
    PolicyRule(Policy policy, long nowMicros) {
        this.policy = policy;
        this.nowMicros = nowMicros;
        this.thresholdsLimit = policy.limitAt(nowMicros);
        this.thresholds = Threshold.of(policy, thresholdsLimit);
    }

    /** Moves on to a later event time. */
    void advance(long micros) {
        nowMicros = Math.max(nowMicros, micros);
    }

    Policy policy() {
        return policy;
    }

    /** The limit in force now, increases included. */
    long limit() {
        return policy.limitAt(nowMicros);
    }

    /** The limit of a window. */
    long limitIn(Window window) {
        Long end = window.endMicros();
        return policy.limitAt(end == null ? nowMicros : Math.min(nowMicros, end - 1));
    }

    /** The thresholds under a limit of this policy, ascending. */
    List<Threshold> thresholds(long limit) {
        if (limit != thresholdsLimit) {
            thresholds = Threshold.of(policy, limit);
            thresholdsLimit = limit;
        }
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
