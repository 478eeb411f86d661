package io.millrace.standalone.view;

import io.millrace.schemas.money.Money;
import java.time.Duration;
import java.util.List;

/**
 * How a run stands; a snapshot.
 *
 * @param played emissions handled by the gateway
 * @param total emissions in all
 * @param stored calls in usage_event and the rollups
 * @param storedPerSecond over the last moments
 * @param budgets those with the least left, most severe first
 */
public record Progress(
        Duration elapsed,
        long played,
        long total,
        long stored,
        long storedPerSecond,
        long refused,
        long throttled,
        Money charged,
        Latency latency,
        List<Spend> models,
        List<Spend> workspaces,
        List<Budget> budgets) {
    public Progress {
        models = List.copyOf(models);
        workspaces = List.copyOf(workspaces);
        budgets = List.copyOf(budgets);
    }

    /** Quantiles of the calls' latency, microseconds; within 4.4 % of the exact ones. */
    public record Latency(long p50Micros, long p95Micros, long p99Micros) {
        public static final Latency NONE = new Latency(0, 0, 0);
    }

    /** What was charged for one model or workspace. */
    public record Spend(String name, long requests, Money charge) {}

    /** One policy on one scope: how much of it is used, in percent. */
    public record Budget(String policy, String scope, String verdict, long usedPercent) {}
}
