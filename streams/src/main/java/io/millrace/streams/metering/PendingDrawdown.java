package io.millrace.streams.metering;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import org.jspecify.annotations.Nullable;

/**
 * What was charged to a workspace since its last drawdown; sequences grow by one without gaps. Not thread-safe.
 * Calls that cost nothing are in it too: its count is the number of rated records, corrections among them.
 */
public final class PendingDrawdown extends Logged {
    private static final Money FULL = new Money(1_000_000_000L * Money.NANO_PER_USD);

    private final String workspaceId;
    private long sequence;
    private Money charge;
    private Money cost;
    private long recordCount;
    private long firstMicros;
    private long lastMicros;

    public PendingDrawdown(String workspaceId) {
        this(workspaceId, 0, Money.ZERO, Money.ZERO, 0, 0, 0);
    }

    /** @param sequence of the last drawdown that was flushed; 0 before the first */
    public PendingDrawdown(
            String workspaceId,
            long sequence,
            Money charge,
            Money cost,
            long recordCount,
            long firstMicros,
            long lastMicros) {
        this.workspaceId = workspaceId;
        this.sequence = sequence;
        this.charge = charge;
        this.cost = cost;
        this.recordCount = recordCount;
        this.firstMicros = firstMicros;
        this.lastMicros = lastMicros;
    }

    /** Adds a call. */
    public void add(Rating rating, long occurredAtMicros) {
        add(rating, null, occurredAtMicros);
    }

    /** @param replaces what a correction takes the place of: only the difference is added; null for a call */
    public void add(Rating rating, @Nullable Replacement replaces, long occurredAtMicros) {
        charge = charge.plus(rating.charge());
        cost = cost.plus(rating.cost());
        if (replaces != null) {
            charge = charge.minus(replaces.charge());
            cost = cost.minus(replaces.cost());
        }
        firstMicros = recordCount == 0 ? occurredAtMicros : Math.min(firstMicros, occurredAtMicros);
        lastMicros = recordCount == 0 ? occurredAtMicros : Math.max(lastMicros, occurredAtMicros);
        recordCount++;
    }

    /** It must be flushed before more is added, or a sum could overflow. */
    public boolean isFull() {
        return charge.compareTo(FULL) > 0 || cost.compareTo(FULL) > 0;
    }

    /**
     * The next drawdown; null when there is nothing in it. What was drawn too much is not paid back: a charge below 0 waits
     * until later calls have made up for it, and so does a cost below 0, which is drawn as 0.
     */
    public @Nullable Drawdown flush() {
        if (recordCount == 0 || charge.nanoUsd() < 0) {
            return null;
        }
        sequence++;
        Money drawnCost = cost.nanoUsd() < 0 ? Money.ZERO : cost;
        Drawdown drawdown = new Drawdown(
                Drawdown.idOf(workspaceId, sequence),
                workspaceId,
                sequence,
                charge,
                drawnCost,
                recordCount,
                firstMicros,
                lastMicros);
        charge = Money.ZERO;
        cost = cost.minus(drawnCost);
        recordCount = 0;
        return drawdown;
    }

    public String workspaceId() {
        return workspaceId;
    }

    public long sequence() {
        return sequence;
    }

    public Money charge() {
        return charge;
    }

    public Money cost() {
        return cost;
    }

    public long recordCount() {
        return recordCount;
    }

    public long firstMicros() {
        return firstMicros;
    }

    public long lastMicros() {
        return lastMicros;
    }
}
