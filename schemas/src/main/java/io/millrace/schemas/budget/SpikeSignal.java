package io.millrace.schemas.budget;

import io.millrace.schemas.rule.Require;

/**
 * An hour that uses far more, in the policy's measure, than the hours before it on the same scope. Immutable.
 *
 * @param meanPercent of the mean of the last 24 hours, or of as many as are known: so much in one hour is a spike; 101 to 10000
 * @param amountMin less is never a spike; from 1, in the measure's unit
 * @param historyHours no spike before so many hours of the scope are known; 1 to 24
 */
public record SpikeSignal(int meanPercent, long amountMin, int historyHours) {
    public static final int HISTORY_HOURS_MAX = 24;

    public SpikeSignal {
        Require.between("policy.abuse.spike.mean_percent", meanPercent, 101, Policy.THRESHOLD_PERCENT_MAX);
        Require.atLeast("policy.abuse.spike.amount_min", amountMin, 1);
        Require.between("policy.abuse.spike.history_hours", historyHours, 1, HISTORY_HOURS_MAX);
    }
}
