package io.millrace.sinks.rollup;

import io.millrace.schemas.usage.Usage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One rated call: what a row of usage_event holds.
 *
 * @param priceId the price applied; null while there is none
 * @param priced false where no price was in force: cost and charge are 0 then, and mean "not known"
 * @param costNanoUsd what the provider takes
 * @param chargeNanoUsd what the workspace is drawn
 * @param replaces event id of the row a correction takes the place of, of the same instant; null for a call
 * @param cacheSavingNanoUsd what caching its input saved, below 0 where it cost; null where there is none or no rate to tell by
 * @param otherDimensions bits of the {@link RollupDimension}s in which the row is summed under other
 */
public record UsageRow(
        Usage usage,
        boolean priced,
        @Nullable String priceId,
        @Nullable Integer priceVersion,
        long costNanoUsd,
        long chargeNanoUsd,
        long ingestedAtMicros,
        @Nullable UUID replaces,
        @Nullable Long cacheSavingNanoUsd,
        int otherDimensions) {

    /** A row that is summed under its own values. */
    public UsageRow(
            Usage usage,
            boolean priced,
            @Nullable String priceId,
            @Nullable Integer priceVersion,
            long costNanoUsd,
            long chargeNanoUsd,
            long ingestedAtMicros,
            @Nullable UUID replaces,
            @Nullable Long cacheSavingNanoUsd) {
        this(
                usage,
                priced,
                priceId,
                priceVersion,
                costNanoUsd,
                chargeNanoUsd,
                ingestedAtMicros,
                replaces,
                cacheSavingNanoUsd,
                0);
    }

    /** A call that is counted for the first time. */
    public UsageRow(
            Usage usage,
            boolean priced,
            @Nullable String priceId,
            @Nullable Integer priceVersion,
            long costNanoUsd,
            long chargeNanoUsd,
            long ingestedAtMicros) {
        this(usage, priced, priceId, priceVersion, costNanoUsd, chargeNanoUsd, ingestedAtMicros, null, null);
    }

    /** What makes a row unique: the partitions of usage_event are by time, so the time is part of it. */
    public record Identity(UUID eventId, long occurredAtMicros) {}

    public Identity identity() {
        return new Identity(usage.eventId(), usage.occurredAtMicros());
    }

    /** The same row, summed under other in these dimensions. */
    public UsageRow under(int others) {
        return new UsageRow(
                usage,
                priced,
                priceId,
                priceVersion,
                costNanoUsd,
                chargeNanoUsd,
                ingestedAtMicros,
                replaces,
                cacheSavingNanoUsd,
                others);
    }
}
