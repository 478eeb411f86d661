package io.millrace.streams.metering;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import java.util.List;

/**
 * A policy with what is derived from it: its limit as of the event time, and its calendar.
 * Not thread-safe.
 *
 * <p>The limit of a window is the one in force now or, once the window is over, the one in force at its last instant.
 */
final class PolicyRule {
    private final Policy policy;
    private final Calendars.Calendar calendar;
    private List<Threshold> thresholds;
    private long thresholdsLimit;
    private long nowMicros;

    /** @param nowMicros the latest event time */
    PolicyRule(Policy policy, Calendars.Calendar calendar, long nowMicros) {
        this.policy = policy;
        this.calendar = calendar;
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

    /** The calendar window of an instant. */
    Window windowOf(long micros) {
        return calendar.windowOf(micros);
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
