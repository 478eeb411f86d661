package io.millrace.schemas.budget;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.scope.Dimension;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;

/**
 * A budget or a rate limit on the values of one dimension of a workspace.
 *
 * @param policyId workspace id, a slash, a name
 * @param value the value it watches; {@code *} is each value on its own
 * @param limit in nano-USD, tokens or requests as the measure says; 0 allows nothing
 * @param windowSeconds length of a sliding window; 0 for a calendar period
 * @param thresholdsPercent thresholds that raise an alert, in percent of the limit
 * @param thresholdsAbsolute thresholds that raise an alert, in the measure's unit
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
        boolean shadow) {
    /** Watches each value of the dimension on its own. */
    public static final String EACH_VALUE = "*";

    private static final int WINDOW_SECONDS_MAX = 31 * 24 * 3600;

    public Policy {
        thresholdsPercent = thresholdsPercent.stream().sorted().toList();
        thresholdsAbsolute = thresholdsAbsolute.stream().sorted().toList();
        if (!policyId.startsWith(workspaceId + "/") || policyId.length() == workspaceId.length() + 1) {
            throw Expected.illegal("policy_id", policyId, workspaceId + "/<name>");
        }
        if (limit < 0) {
            throw Expected.illegal("policy " + policyId + " limit", limit, ">= 0");
        }
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

    public boolean watches(String scopeValue) {
        return value.equals(EACH_VALUE) || value.equals(scopeValue);
    }

    private static void requirePositive(String policyId, List<Integer> percents, List<Long> absolutes) {
        if (percents.stream().anyMatch(p -> p < 1) || absolutes.stream().anyMatch(a -> a < 1)) {
            throw Expected.illegal("policy " + policyId + " thresholds", percents + " " + absolutes, ">= 1 each");
        }
    }
}
