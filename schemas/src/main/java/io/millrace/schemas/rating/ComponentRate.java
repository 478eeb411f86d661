package io.millrace.schemas.rating;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Rate;
import org.jspecify.annotations.Nullable;

/**
 * One rate of a price.
 *
 * @param aboveInputTokens holds for requests whose whole input is strictly greater; 0 for the base rate
 * @param serviceTier the tier it holds for; null is the standard tier
 */
public record ComponentRate(
        Component component,
        Rate rate,
        long aboveInputTokens,
        @Nullable String serviceTier,
        boolean batch) {
    public ComponentRate {
        if (aboveInputTokens < 0) {
            throw Expected.illegal("price.rates.above_input_tokens", aboveInputTokens, ">= 0");
        }
    }

    public static ComponentRate base(Component component, Rate rate) {
        return new ComponentRate(component, rate, 0, null, false);
    }
}
