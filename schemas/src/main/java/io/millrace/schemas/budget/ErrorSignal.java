package io.millrace.schemas.budget;

import io.millrace.schemas.rule.Require;

/**
 * A burst of failed calls (ERROR or TIMEOUT) in a sliding window. Both bounds must be passed. Immutable.
 *
 * @param errorCount failed calls that raise no alert yet, from 0
 * @param requestPercent share of the requests that raises no alert yet, 0 to 99 percent
 * @param windowSeconds length of the window, 1 second to 1 day
 */
public record ErrorSignal(int errorCount, int requestPercent, int windowSeconds) {
    private static final int WINDOW_SECONDS_MAX = 24 * 3600;

    public ErrorSignal {
        Require.atLeast("policy.abuse.errors.error_count", errorCount, 0);
        Require.between("policy.abuse.errors.request_percent", requestPercent, 0, 99);
        Require.between("policy.abuse.errors.window_seconds", windowSeconds, 1, WINDOW_SECONDS_MAX);
    }
}
