package io.millrace.schemas.mapping;

import io.millrace.avro.PriceRate;
import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.CostLine;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.rating.RejectReason;
import java.util.ArrayList;
import java.util.List;

/** Prices and rated calls, and their Avro classes. */
public final class RatingMapping {
    private static final EnumPair<io.millrace.avro.Component, Component> COMPONENTS =
            new EnumPair<>("price.rates.component", io.millrace.avro.Component.class, Component.class);
    private static final EnumPair<io.millrace.avro.ReasoningMode, ReasoningMode> REASONING =
            new EnumPair<>("price.reasoning_mode", io.millrace.avro.ReasoningMode.class, ReasoningMode.class);
    private static final EnumPair<io.millrace.avro.RejectReason, RejectReason> REASONS =
            new EnumPair<>("rejected.reason", io.millrace.avro.RejectReason.class, RejectReason.class);

    private RatingMapping() {}

    public static Price fromAvro(io.millrace.avro.Price price) {
        return new Price(
                price.getPriceId(),
                price.getVersion(),
                price.getProvider(),
                price.getModel(),
                price.getAliases(),
                price.getEffectiveFromMicros(),
                price.getEffectiveUntilMicros(),
                REASONING.fromAvro(price.getReasoningMode()),
                price.getRates().stream().map(RatingMapping::rate).toList(),
                price.getSource());
    }

    public static io.millrace.avro.Price toAvro(Price price) {
        return new io.millrace.avro.Price(
                price.priceId(),
                price.version(),
                price.provider(),
                price.model(),
                price.aliases(),
                price.effectiveFromMicros(),
                price.effectiveUntilMicros(),
                REASONING.toAvro(price.reasoningMode()),
                price.rates().stream().map(RatingMapping::rate).toList(),
                price.source());
    }

    /** The rated record of a call, around the record as it was read. */
    public static RatedUsage toAvro(UsageRecord usage, Rating rating, long ingestedAtMicros) {
        if (rating instanceof Rating.Priced priced) {
            return new RatedUsage(
                    usage,
                    PriceState.PRICED,
                    priced.priceId(),
                    priced.priceVersion(),
                    lines(priced.lines()),
                    priced.cost().nanoUsd(),
                    priced.charge().nanoUsd(),
                    ingestedAtMicros);
        }
        return new RatedUsage(
                usage,
                PriceState.UNPRICED,
                null,
                null,
                List.of(),
                rating.cost().nanoUsd(),
                rating.charge().nanoUsd(),
                ingestedAtMicros);
    }

    public static RejectReason fromAvro(io.millrace.avro.RejectReason reason) {
        return REASONS.fromAvro(reason);
    }

    public static io.millrace.avro.RejectReason toAvro(RejectReason reason) {
        return REASONS.toAvro(reason);
    }

    private static List<io.millrace.avro.CostLine> lines(List<CostLine> lines) {
        List<io.millrace.avro.CostLine> avro = new ArrayList<>(lines.size());
        for (CostLine line : lines) {
            avro.add(new io.millrace.avro.CostLine(
                    COMPONENTS.toAvro(line.component()),
                    line.units(),
                    line.rate().picoUsdPerUnit()));
        }
        return avro;
    }

    private static ComponentRate rate(PriceRate rate) {
        return new ComponentRate(
                COMPONENTS.fromAvro(rate.getComponent()),
                new Rate(rate.getPicoUsdPerUnit()),
                rate.getAboveInputTokens(),
                rate.getServiceTier(),
                rate.getBatch());
    }

    private static PriceRate rate(ComponentRate rate) {
        return new PriceRate(
                COMPONENTS.toAvro(rate.component()),
                rate.rate().picoUsdPerUnit(),
                rate.aboveInputTokens(),
                rate.serviceTier(),
                rate.batch());
    }
}
