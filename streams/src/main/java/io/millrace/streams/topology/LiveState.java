package io.millrace.streams.topology;

import io.millrace.schemas.scope.Scope;
import io.millrace.streams.metering.PendingDrawdown;
import io.millrace.streams.metering.ScopeUsage;
import io.millrace.streams.metering.WorkspaceBudgets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of the partitions that this process owns, as they are now: also what is not committed yet, as gateways see
 * it. Thread-safe. Answers come within the poll of the owning thread, some 20 ms; they fail with
 * {@link NotOwnedException} where no thread here owns the partition.
 */
public final class LiveState {
    private final Map<Integer, Desk> desks = new ConcurrentHashMap<>();

    /** A workspace's budgets, and its drawdown that is not written yet. */
    public record Budgets(
            WorkspaceBudgets budgets, @Nullable Pending pending) {}

    /**
     * A drawdown that is not written yet.
     *
     * @param sequence of the last one written
     */
    public record Pending(long sequence, long chargeNanoUsd, long costNanoUsd, long recordCount) {
        static @Nullable Pending of(@Nullable PendingDrawdown pending) {
            return pending == null
                    ? null
                    : new Pending(
                            pending.sequence(),
                            pending.charge().nanoUsd(),
                            pending.cost().nanoUsd(),
                            pending.recordCount());
        }
    }

    /** Null when nothing is counted on the scope. */
    public CompletableFuture<@Nullable ScopeUsage> usage(int partition, Scope scope) {
        return desk(partition).<@Nullable ScopeUsage>ask(books -> books.meter().usageOf(scope));
    }

    /**
     * Null for a workspace that nothing is known of.
     *
     * @param valuesMax values told for each policy at most
     */
    public CompletableFuture<@Nullable Budgets> budgets(int partition, String workspaceId, int valuesMax) {
        return desk(partition).<@Nullable Budgets>ask(books -> {
            WorkspaceBudgets budgets = books.meter().budgetsOf(workspaceId, valuesMax);
            return budgets == null
                    ? null
                    : new Budgets(budgets, Pending.of(books.drawdowns().apply(workspaceId)));
        });
    }

    Desk desk(int partition) {
        return desks.computeIfAbsent(partition, number -> new Desk());
    }
}
