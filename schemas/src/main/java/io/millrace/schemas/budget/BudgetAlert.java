package io.millrace.schemas.budget;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.scope.Scope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A threshold that was crossed, as things stood then; once per policy, window and threshold. Amounts are nano-USD, tokens or
 * requests, as the measure says; those of a prepaid balance may be below 0.
 *
 * @param alertId of the crossing; the same whenever it is made again
 * @param kind what it is about
 * @param policyId 1 to 256 characters; credit for the prepaid balance, price for an unpriced model
 * @param scope whose use crossed it
 * @param measure what is counted; REQUESTS also where addresses or errors are
 * @param threshold that was crossed
 * @param thresholdPercent the same in percent of the limit, from 1; null where the policy states an amount
 * @param used at that moment, the crossing call included
 * @param limit of the policy, increases in force included; for a spike the mean of the hours before it, rounded down
 * @param window in which it was crossed
 * @param projectedUsed at the end of the window if it goes on like this; null where there is no end
 * @param occurredAtMicros event time of the call that crossed it, microseconds since the epoch
 */
public record BudgetAlert(
        UUID alertId,
        AlertKind kind,
        String policyId,
        Scope scope,
        Measure measure,
        long threshold,
        @Nullable Integer thresholdPercent,
        long used,
        long limit,
        Window window,
        @Nullable Long projectedUsed,
        long occurredAtMicros) {
    public BudgetAlert {
        Require.identifier("alert.policy_id", policyId);
        if (thresholdPercent != null) {
            Require.between("alert.threshold_percent", thresholdPercent, 1, Policy.THRESHOLD_PERCENT_MAX);
        }
        Require.instant("alert.occurred_at_micros", occurredAtMicros);
    }
}
