package io.millrace.streams.metering;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.usage.Usage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was charged to a workspace since its last drawdown; sequences grow by one without gaps. Not thread-safe.
 * Calls that cost nothing are in it too: its count is the number of rated records, corrections among them.
 *
 * <p>A drawdown is of one month of the workspace's zone: a call of another one {@link #fits} the next only. Where corrections
 * outweigh calls there is no next one yet, and the call is added all the same.
 */
public final class PendingDrawdown extends Logged {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Money FULL = new Money(1_000_000_000L * Money.NANO_PER_USD);

    private final String workspaceId;
    /** Few of them, each provider, model and feature once. */
    private final List<LineSum> lines = new ArrayList<>(1);

    private long sequence;
    private Money charge = Money.ZERO;
    private Money cost;
    private Money costBefore;
    private long recordCount;
    private long firstMicros;
    private long lastMicros;
    private ZoneId zone;
    private @Nullable Window month;

    public PendingDrawdown(String workspaceId) {
        this(workspaceId, 0, Money.ZERO, 0, 0, UTC, List.of());
    }

    /**
     * As it was kept.
     *
     * @param sequence of the last drawdown that was flushed; 0 before the first
     * @param costBefore cost below $0 that drawdowns before did not make up for; $0 for none
     * @param zone of the calls in it; of no matter where there are none
     * @param lines each provider, model and feature once
     */
    public PendingDrawdown(
            String workspaceId,
            long sequence,
            Money costBefore,
            long firstMicros,
            long lastMicros,
            ZoneId zone,
            List<LineSum> lines) {
        this.workspaceId = workspaceId;
        this.sequence = sequence;
        this.costBefore = costBefore;
        this.firstMicros = firstMicros;
        this.lastMicros = lastMicros;
        this.zone = zone;
        cost = costBefore;
        for (LineSum line : lines) {
            this.lines.add(line);
            charge = charge.plus(new Money(line.chargeNanoUsd()));
            cost = cost.plus(new Money(line.costNanoUsd()));
            recordCount += line.recordCount();
        }
    }

    /** Whether a call is of the month and the zone of those that are there. */
    public boolean fits(Usage usage, ZoneId usageZone) {
        return recordCount == 0 || (usageZone.equals(zone) && isInMonth(usage.occurredAtMicros()));
    }

    /**
     * @param usageZone in which the months of its workspace begin
     * @param replaces what a correction takes the place of: only the difference is added; null for a call
     */
    public void add(Usage usage, ZoneId usageZone, Rating rating, @Nullable Replacement replaces) {
        Money addedCharge = replaces == null ? rating.charge() : rating.charge().minus(replaces.charge());
        Money addedCost = replaces == null ? rating.cost() : rating.cost().minus(replaces.cost());
        lineOf(usage).add(addedCharge.nanoUsd(), addedCost.nanoUsd());
        charge = charge.plus(addedCharge);
        cost = cost.plus(addedCost);
        long micros = usage.occurredAtMicros();
        if (recordCount == 0 || !fits(usage, usageZone)) {
            zone = usageZone;
            month = WindowRule.monthOf(usageZone, micros);
        }
        firstMicros = recordCount == 0 ? micros : Math.min(firstMicros, micros);
        lastMicros = recordCount == 0 ? micros : Math.max(lastMicros, micros);
        recordCount++;
    }

    /** It must be flushed before more is added: a sum could overflow, or there is no room for another line. */
    public boolean isFull() {
        return charge.compareTo(FULL) > 0 || cost.compareTo(FULL) > 0 || lines.size() >= Drawdown.LINES_MAX;
    }

    /**
     * The next drawdown; null when there is nothing in it. What was drawn too much is not paid back: a charge below 0 waits
     * until later calls have made up for it, and so does a cost below 0, which is drawn as 0.
     */
    public @Nullable Drawdown flush() {
        if (recordCount == 0 || charge.nanoUsd() < 0) {
            return null;
        }
        SettledLines settled = SettledLines.of(lines, costBefore);
        sequence++;
        Drawdown drawdown = new Drawdown(
                Drawdown.idOf(workspaceId, sequence),
                workspaceId,
                sequence,
                charge,
                cost.minus(settled.costLeft()),
                recordCount,
                firstMicros,
                lastMicros,
                zone,
                settled.lines());
        charge = Money.ZERO;
        cost = settled.costLeft();
        costBefore = cost;
        recordCount = 0;
        lines.clear();
        return drawdown;
    }

    /** A correction is summed where its own model and feature say. While all lines wait for calls to make up for them, one takes in every other. */
    private LineSum lineOf(Usage usage) {
        String provider = usage.call().provider();
        String model = usage.call().modelPriced();
        String feature = usage.attribution().feature();
        for (int i = 0; i < lines.size(); i++) {
            LineSum line = lines.get(i);
            if (line.isOf(provider, model, feature)) {
                return line;
            }
        }
        if (lines.size() >= Drawdown.LINES_MAX) {
            return SettledLines.first(lines);
        }
        LineSum created = new LineSum(provider, model, feature, 0, 0, 0);
        lines.add(created);
        return created;
    }

    private boolean isInMonth(long micros) {
        Window known = month;
        if (known == null) {
            known = WindowRule.monthOf(zone, lastMicros);
            month = known;
        }
        return known.startMicros() <= micros && !known.endsBy(micros);
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

    public Money costBefore() {
        return costBefore;
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

    public ZoneId zone() {
        return zone;
    }

    public List<LineSum> lines() {
        return List.copyOf(lines);
    }
}
