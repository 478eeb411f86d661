package io.millrace.standalone.workload;

import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a call will cost, near enough to set limits by: tokens at their rates, standard tier, rounded down to nano-USD.
 * The meter's own rating is the truth. A model without a price costs 0 here. Thread-safe.
 */
final class CostEstimate {
    private static final long PICO_PER_NANO = 1_000;

    private final Map<String, Price> byModel;

    CostEstimate(List<Price> prices) {
        byModel =
                prices.stream().collect(Collectors.toMap(Price::model, Function.identity(), (first, second) -> first));
    }

    long costNanoUsd(Usage usage) {
        Price price = byModel.get(usage.call().modelPriced());
        if (price == null) {
            return 0;
        }
        TokenCounts tokens = usage.tokens();
        long whole = TokenCounts.orZero(tokens.inputTotal());
        Rates rates = new Rates(price, whole, usage.call().batch());
        long audio = Math.min(TokenCounts.orZero(tokens.audioInput()), tokens.uncachedOrTotal());
        long reasoning = TokenCounts.orZero(tokens.reasoning());
        long pico = rates.pico(tokens.uncachedOrTotal() - audio, Component.INPUT, Component.INPUT)
                + rates.pico(audio, Component.AUDIO_INPUT, Component.INPUT)
                + rates.pico(TokenCounts.orZero(tokens.cacheRead()), Component.CACHE_READ, Component.INPUT)
                + rates.pico(TokenCounts.orZero(tokens.cacheWrite5m()), Component.CACHE_WRITE_5M, Component.INPUT)
                + rates.pico(TokenCounts.orZero(tokens.cacheWrite1h()), Component.CACHE_WRITE_1H, Component.INPUT)
                + rates.pico(reasoning, Component.REASONING, Component.OUTPUT)
                + rates.pico(TokenCounts.orZero(tokens.outputTotal()) - reasoning, Component.OUTPUT, Component.OUTPUT);
        return pico / PICO_PER_NANO;
    }

    private record Rates(Price price, long input, boolean batch) {
        long pico(long tokens, Component component, Component otherwise) {
            if (tokens == 0) {
                return 0;
            }
            long rate = rate(component);
            return tokens * (rate < 0 ? Math.max(0, rate(otherwise)) : rate);
        }

        /** The batch rate before the standard one, the highest threshold crossed before a lower; -1 for none. */
        private long rate(Component component) {
            long found = -1;
            long best = -1;
            for (ComponentRate rate : price.rates()) {
                boolean holds = rate.component() == component
                        && rate.serviceTier() == null
                        && (batch || !rate.batch())
                        && (rate.aboveInputTokens() == 0 || input > rate.aboveInputTokens());
                long rank = 2 * rate.aboveInputTokens() + (rate.batch() ? 1 : 0);
                if (holds && rank > best) {
                    best = rank;
                    found = rate.rate().picoUsdPerUnit();
                }
            }
            return found;
        }
    }
}
