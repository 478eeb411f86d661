package io.millrace.schemas.mapping;

import io.millrace.avro.PriceRate;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.rating.RegionMultiplier;
import io.millrace.schemas.rule.Require;

/** {@link Price} and its Avro class. */
final class PriceMapping {
    private static final EnumPair<io.millrace.avro.Component, Component> COMPONENTS =
            new EnumPair<>("price.rates.component", io.millrace.avro.Component.class, Component.class);
    private static final EnumPair<io.millrace.avro.ReasoningMode, ReasoningMode> REASONING =
            new EnumPair<>("price.reasoning_mode", io.millrace.avro.ReasoningMode.class, ReasoningMode.class);

    private PriceMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    static Price fromAvro(io.millrace.avro.Price price) {
        return new Price(
                price.getPriceId(),
                price.getVersion(),
                price.getProvider(),
                price.getModel(),
                price.getAliases(),
                price.getEffectiveFromMicros(),
                price.getEffectiveUntilMicros(),
                REASONING.fromAvro(price.getReasoningMode()),
                price.getRates().stream().map(PriceMapping::rate).toList(),
                price.getSource(),
                price.getOffPeakWindows().stream()
                        .map(w -> new DailyWindow(w.getStartMinute(), w.getEndMinute()))
                        .toList(),
                price.getRegionMultipliers().stream()
                        .map(m -> new RegionMultiplier(m.getRegion(), m.getCostMultiplierPpm()))
                        .toList(),
                price.getWorkspaceId());
    }

    static io.millrace.avro.Price toAvro(Price price) {
        return new io.millrace.avro.Price(
                price.priceId(),
                price.version(),
                price.provider(),
                price.model(),
                price.aliases(),
                price.effectiveFromMicros(),
                price.effectiveUntilMicros(),
                REASONING.toAvro(price.reasoningMode()),
                price.rates().stream().map(PriceMapping::rate).toList(),
                price.source(),
                price.offPeakWindows().stream()
                        .map(w -> new io.millrace.avro.DailyWindow(w.startMinute(), w.endMinute()))
                        .toList(),
                price.regionMultipliers().stream()
                        .map(m -> new io.millrace.avro.RegionMultiplier(m.region(), m.costMultiplierPpm()))
                        .toList(),
                price.workspaceId());
    }

    private static ComponentRate rate(PriceRate rate) {
        long picoUsd = Require.between(
                "price.rates.pico_usd_per_unit", rate.getPicoUsdPerUnit(), 0, ComponentRate.PICO_USD_MAX);
        return new ComponentRate(
                COMPONENTS.fromAvro(rate.getComponent()),
                new Rate(picoUsd),
                rate.getAboveInputTokens(),
                rate.getServiceTier(),
                rate.getBatch(),
                rate.getOffPeak());
    }

    private static PriceRate rate(ComponentRate rate) {
        return new PriceRate(
                COMPONENTS.toAvro(rate.component()),
                rate.rate().picoUsdPerUnit(),
                rate.aboveInputTokens(),
                rate.serviceTier(),
                rate.batch(),
                rate.offPeak());
    }
}
