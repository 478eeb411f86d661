package io.millrace.schemas.rating;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.usage.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * One rate of a price.
 *
 * @param component what it is for
 * @param rate per unit of the component, at most {@link #PICO_USD_MAX}
 * @param aboveInputTokens holds for requests whose whole input, cached included, is strictly greater; 0 is any
 * @param serviceTier the tier it holds for, 1 to 256 characters; null is the standard tier
 * @param batch whether it is that of the provider's batch interface
 * @param offPeak whether it holds only within the price's off-peak windows, where it replaces the component's other rates
 */
public record ComponentRate(
        Component component,
        Rate rate,
        long aboveInputTokens,
        @Nullable String serviceTier,
        boolean batch,
        boolean offPeak) {
    /** A million dollars a unit: beyond it a slip of units, and no call with one unit of it could be charged. */
    public static final long PICO_USD_MAX = 1_000_000_000_000_000_000L;

    public ComponentRate {
        Require.between("price.rates.pico_usd_per_unit", rate.picoUsdPerUnit(), 0, PICO_USD_MAX);
        Require.between("price.rates.above_input_tokens", aboveInputTokens, 0, TokenCounts.COUNT_MAX);
        Require.identifierOrNull("price.rates.service_tier", serviceTier);
    }

    /** A rate that holds at any time of the day. */
    public ComponentRate(
            Component component, Rate rate, long aboveInputTokens, @Nullable String serviceTier, boolean batch) {
        this(component, rate, aboveInputTokens, serviceTier, batch, false);
    }

    public static ComponentRate base(Component component, Rate rate) {
        return new ComponentRate(component, rate, 0, null, false);
    }
}
