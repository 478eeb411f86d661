package io.millrace.schemas.budget;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.scope.Dimension;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;

/**
 * A budget or a rate limit on the values of one dimension of a workspace.
 *
 * @param policyId workspace id, a slash, a name; 256 characters at most
 * @param workspaceId 1 to 128 characters without bar and slash
 * @param kind a budget has a calendar period, a rate limit a sliding window
 * @param dimension what it watches
 * @param value the value it watches, 1 to 256 characters, a pseudonym for users and addresses; {@code *} is each value on its own
 * @param measure what is counted
 * @param limit in nano-USD, tokens or requests as the measure says; 0 allows nothing
 * @param period the calendar period of a budget; SLIDING for a rate limit
 * @param windowSeconds length of a sliding window, 1 second to 31 days; 0 for a calendar period
 * @param zone of the calendar period
 * @param firstDayOfWeek with which a week begins
 * @param thresholdsPercent thresholds that raise an alert, in percent of the limit, 1 to 10000; kept ascending, 64 at most
 * @param thresholdsAbsolute thresholds that raise an alert, from 1, in the measure's unit; kept ascending, 64 at most
 * @param action what happens at the limit
 * @param shadow alerts, but no verdict
 * @param increases of the limit, each for a while; those in force at the same time add up; 64 at most
 * @param abuse signs of abuse that are watched for as well
 */
public record Policy(
        String policyId,
        String workspaceId,
        PolicyKind kind,
        Dimension dimension,
        String value,
        Measure measure,
        long limit,
        Period period,
        int windowSeconds,
        ZoneId zone,
        DayOfWeek firstDayOfWeek,
        List<Integer> thresholdsPercent,
        List<Long> thresholdsAbsolute,
        Action action,
        boolean shadow,
        List<LimitIncrease> increases,
        AbuseSignals abuse) {
    /** Watches each value of the dimension on its own. */
    public static final String EACH_VALUE = "*";

    public static final int THRESHOLDS_MAX = 64;
    public static final int THRESHOLD_PERCENT_MAX = 10_000;
    public static final int INCREASES_MAX = 64;

    private static final int WINDOW_SECONDS_MAX = 31 * 24 * 3600;

    public Policy {
        Require.workspaceId("policy.workspace_id", workspaceId);
        Require.identifier("policy.policy_id", policyId);
        Require.sizeAtMost("policy.thresholds_percent entries", thresholdsPercent, THRESHOLDS_MAX);
        Require.sizeAtMost("policy.thresholds_absolute entries", thresholdsAbsolute, THRESHOLDS_MAX);
        Require.sizeAtMost("policy.increases entries", increases, INCREASES_MAX);
        increases = List.copyOf(increases);
        thresholdsPercent = thresholdsPercent.stream().sorted().toList();
        thresholdsAbsolute = thresholdsAbsolute.stream().sorted().toList();
        if (!policyId.startsWith(workspaceId + "/") || policyId.length() == workspaceId.length() + 1) {
            throw Expected.illegal("policy_id", policyId, workspaceId + "/<name>");
        }
        if (limit < 0) {
            throw Expected.illegal("policy " + policyId + " limit", limit, ">= 0");
        }
        requireValue(dimension, value);
        boolean sliding = period == Period.SLIDING;
        if (sliding != (kind == PolicyKind.RATE_LIMIT)) {
            throw Expected.illegal(
                    "policy " + policyId + " period", period, sliding ? "a calendar period for a budget" : "SLIDING");
        }
        if (sliding ? windowSeconds < 1 || windowSeconds > WINDOW_SECONDS_MAX : windowSeconds != 0) {
            throw Expected.illegal(
                    "policy " + policyId + " window_seconds",
                    windowSeconds,
                    sliding ? "1 to " + WINDOW_SECONDS_MAX : "0 for a calendar period");
        }
        requirePositive(policyId, thresholdsPercent, thresholdsAbsolute);
    }

    /** A policy whose limit is the same at all times, and that watches for no abuse. */
    public Policy(
            String policyId,
            String workspaceId,
            PolicyKind kind,
            Dimension dimension,
            String value,
            Measure measure,
            long limit,
            Period period,
            int windowSeconds,
            ZoneId zone,
            DayOfWeek firstDayOfWeek,
            List<Integer> thresholdsPercent,
            List<Long> thresholdsAbsolute,
            Action action,
            boolean shadow) {
        this(
                policyId,
                workspaceId,
                kind,
                dimension,
                value,
                measure,
                limit,
                period,
                windowSeconds,
                zone,
                firstDayOfWeek,
                thresholdsPercent,
                thresholdsAbsolute,
                action,
                shadow,
                List.of(),
                AbuseSignals.NONE);
    }

    /** The same policy with other increases of its limit. */
    public Policy withIncreases(List<LimitIncrease> others) {
        return new Policy(
                policyId,
                workspaceId,
                kind,
                dimension,
                value,
                measure,
                limit,
                period,
                windowSeconds,
                zone,
                firstDayOfWeek,
                thresholdsPercent,
                thresholdsAbsolute,
                action,
                shadow,
                others,
                abuse);
    }

    /** The same policy, watching for other signs of abuse. */
    public Policy withAbuse(AbuseSignals others) {
        return new Policy(
                policyId,
                workspaceId,
                kind,
                dimension,
                value,
                measure,
                limit,
                period,
                windowSeconds,
                zone,
                firstDayOfWeek,
                thresholdsPercent,
                thresholdsAbsolute,
                action,
                shadow,
                increases,
                others);
    }

    /** The limit with the increases in force at an instant; more than a long holds is {@link Long#MAX_VALUE}. */
    public long limitAt(long micros) {
        long sum = limit;
        for (LimitIncrease increase : increases) {
            if (increase.inForceAt(micros)) {
                sum = increase.amount() > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + increase.amount();
            }
        }
        return sum;
    }

    public boolean watches(String scopeValue) {
        return value.equals(EACH_VALUE) || value.equals(scopeValue);
    }

    /** What could be the name or address of a person is neither taken nor repeated. */
    private static void requireValue(Dimension dimension, String value) {
        Require.identifier("policy.value", value);
        boolean personal = dimension == Dimension.USER || dimension == Dimension.CLIENT_IP;
        if (personal && !value.equals(EACH_VALUE)) {
            Require.pseudonymOrNull("policy.value", value);
        }
    }

    private static void requirePositive(String policyId, List<Integer> percents, List<Long> absolutes) {
        boolean bounded = percents.stream().allMatch(p -> p >= 1 && p <= THRESHOLD_PERCENT_MAX);
        if (!bounded || absolutes.stream().anyMatch(a -> a < 1)) {
            throw Expected.illegal(
                    "policy " + policyId + " thresholds",
                    percents + " " + absolutes,
                    ">= 1 each, and at most " + THRESHOLD_PERCENT_MAX + " percent");
        }
    }
}
