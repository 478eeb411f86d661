package io.millrace.streams.metering;

import org.jspecify.annotations.Nullable;

/** What calls of one provider, model and feature add to a pending drawdown; below 0 where corrections outweigh them. Not thread-safe. */
public final class LineSum {
    private final Key key;
    private long chargeNanoUsd;
    private long costNanoUsd;
    private long recordCount;

    /** @param feature null where none was told */
    public record Key(
            String provider, String model, @Nullable String feature) {}

    LineSum(Key key) {
        this(key, 0, 0, 0);
    }

    /** As it was kept. */
    public LineSum(Key key, long chargeNanoUsd, long costNanoUsd, long recordCount) {
        this.key = key;
        this.chargeNanoUsd = chargeNanoUsd;
        this.costNanoUsd = costNanoUsd;
        this.recordCount = recordCount;
    }

    /** Adds one record. */
    void add(long addedChargeNanoUsd, long addedCostNanoUsd) {
        chargeNanoUsd = Math.addExact(chargeNanoUsd, addedChargeNanoUsd);
        costNanoUsd = Math.addExact(costNanoUsd, addedCostNanoUsd);
        recordCount++;
    }

    public Key key() {
        return key;
    }

    public long chargeNanoUsd() {
        return chargeNanoUsd;
    }

    public long costNanoUsd() {
        return costNanoUsd;
    }

    public long recordCount() {
        return recordCount;
    }
}
