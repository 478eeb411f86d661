package io.millrace.schemas.rating;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.CostSum;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.usage.Usage;

/**
 * A call with what it costs the platform and what its workspace is charged. The lines of a priced one sum to its cost.
 *
 * @param usage the call
 * @param rating its cost and charge
 * @param ingestedAtMicros when the record reached Kafka, microseconds since the epoch
 */
public record RatedUsage(Usage usage, Rating rating, long ingestedAtMicros) {
    public RatedUsage {
        Require.instant("rated.ingested_at_micros", ingestedAtMicros);
        if (rating instanceof Rating.Priced priced) {
            requireSum(priced);
        }
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
