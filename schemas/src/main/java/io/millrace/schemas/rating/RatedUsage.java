package io.millrace.schemas.rating;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.CostSum;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A call with what it costs the platform and what its workspace is charged. The lines of a priced one sum to its cost.
 *
 * @param usage the call
 * @param rating its cost and charge
 * @param ingestedAtMicros when the record reached Kafka, microseconds since the epoch
 * @param replaces what a correction takes the place of; null for a call that is counted for the first time
 */
public record RatedUsage(
        Usage usage,
        Rating rating,
        long ingestedAtMicros,
        @Nullable Replacement replaces) {
    public RatedUsage {
        Require.instant("rated.ingested_at_micros", ingestedAtMicros);
        if (rating instanceof Rating.Priced priced) {
            requireSum(priced);
        }
        if (replaces != null && usage.corrects() == null) {
            throw Expected.illegal("rated.replaces", replaces.eventId(), "none where usage.corrects is none");
        }
    }

    /** A call that is counted for the first time. */
    public RatedUsage(Usage usage, Rating rating, long ingestedAtMicros) {
        this(usage, rating, ingestedAtMicros, null);
    }

    private static void requireSum(Rating.Priced priced) {
        CostSum sum = new CostSum();
        for (CostLine line : priced.lines()) {
            sum.add(line.units(), line.rate());
        }
        Money expected = sum.toMoney(priced.costMultiplierPpm());
        if (!expected.equals(priced.cost())) {
            throw Expected.illegal(
                    "rated.cost_nano_usd",
                    priced.cost().nanoUsd(),
                    expected.nanoUsd() + ", the sum of lines times cost_multiplier_ppm");
        }
    }
}
