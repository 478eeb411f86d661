package io.millrace.schemas.rating;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call costs the platform, and what its workspace is charged. */
public sealed interface Rating {
    /** What the provider takes; from $0. */
    Money cost();

    /** What the workspace is drawn; from $0. */
    Money charge();

    /**
     * A price was in force.
     *
     * @param priceId of the price applied, 1 to 256 characters
     * @param priceVersion its version, from 1
     * @param lines whose exact sum, times the multiplier, rounded once half-even, is the cost; at most {@link #LINES_MAX}
     * @param costMultiplierPpm what the region made of the sum, parts per million; 1000000 leaves it as it is
     * @param cost from $0
     * @param charge from $0
     * @param chargePrice the workspace's own price that made the charge; null where it is the cost times the markup
     */
    record Priced(
            String priceId,
            int priceVersion,
            List<CostLine> lines,
            long costMultiplierPpm,
            Money cost,
            Money charge,
            @Nullable PriceReference chargePrice)
            implements Rating {
        public static final int LINES_MAX = 64;

        public Priced {
            Require.identifier("rated.price_id", priceId);
            Require.atLeast("rated.price_version", priceVersion, 1);
            Require.sizeAtMost("rated.lines entries", lines, LINES_MAX);
            Require.between("rated.cost_multiplier_ppm", costMultiplierPpm, 0, Price.MULTIPLIER_PPM_MAX);
            Require.atLeast("rated.cost_nano_usd", cost.nanoUsd(), 0);
            Require.atLeast("rated.charge_nano_usd", charge.nanoUsd(), 0);
            lines = List.copyOf(lines);
        }

        /** The lines sum to the cost, and the charge is made of it. */
        public Priced(String priceId, int priceVersion, List<CostLine> lines, Money cost, Money charge) {
            this(priceId, priceVersion, lines, Price.PPM, cost, charge, null);
        }
    }

    /** No price was in force: counted and alerted, and never to be read as free of charge. */
    record Unpriced() implements Rating {
        @Override
        public Money cost() {
            return Money.ZERO;
        }

        @Override
        public Money charge() {
            return Money.ZERO;
        }
    }
}
