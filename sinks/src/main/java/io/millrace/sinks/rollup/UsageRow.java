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
 */
public record UsageRow(
        Usage usage,
        boolean priced,
        @Nullable String priceId,
        @Nullable Integer priceVersion,
        long costNanoUsd,
        long chargeNanoUsd,
        long ingestedAtMicros) {

    /** What makes a row unique: the partitions of usage_event are by time, so the time is part of it. */
    public record Identity(UUID eventId, long occurredAtMicros) {}

    public Identity identity() {
        return new Identity(usage.eventId(), usage.occurredAtMicros());
    }
}
