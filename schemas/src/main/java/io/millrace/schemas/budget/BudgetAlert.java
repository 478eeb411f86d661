package io.millrace.schemas.budget;

import io.millrace.schemas.scope.Scope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A threshold that was crossed, as things stood then; once per policy, window and threshold.
 * Threshold, used, limit and projection are in the measure's unit; the projection is null where the window has no end.
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
        long occurredAtMicros) {}
