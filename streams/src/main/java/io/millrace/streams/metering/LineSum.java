package io.millrace.streams.metering;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What calls of one provider, model and feature add to a pending drawdown; below 0 where corrections outweigh them. Not thread-safe. */
public final class LineSum {
    private final String provider;
    private final String model;
    private final @Nullable String feature;
    private long chargeNanoUsd;
    private long costNanoUsd;
    private long recordCount;

    /**
     * As it was kept.
     *
     * @param feature null where none was told
     */
    public LineSum(
            String provider,
            String model,
            @Nullable String feature,
            long chargeNanoUsd,
            long costNanoUsd,
            long recordCount) {
        this.provider = provider;
        this.model = model;
        this.feature = feature;
        this.chargeNanoUsd = chargeNanoUsd;
        this.costNanoUsd = costNanoUsd;
        this.recordCount = recordCount;
    }

    boolean isOf(String otherProvider, String otherModel, @Nullable String otherFeature) {
        return model.equals(otherModel) && Objects.equals(feature, otherFeature) && provider.equals(otherProvider);
    }

    /** Adds one record. */
    void add(long addedChargeNanoUsd, long addedCostNanoUsd) {
        chargeNanoUsd = Math.addExact(chargeNanoUsd, addedChargeNanoUsd);
        costNanoUsd = Math.addExact(costNanoUsd, addedCostNanoUsd);
        recordCount++;
    }

    public String provider() {
        return provider;
    }

    public String model() {
        return model;
    }

    public @Nullable String feature() {
        return feature;
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
