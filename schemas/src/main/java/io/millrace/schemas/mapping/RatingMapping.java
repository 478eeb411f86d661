package io.millrace.schemas.mapping;

import io.millrace.avro.PriceState;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.CostLine;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.PriceReference;
import io.millrace.schemas.rating.RatedUsage;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rated calls, and their Avro classes. */
public final class RatingMapping {
    private static final EnumPair<io.millrace.avro.Component, Component> COMPONENTS =
            new EnumPair<>("rated.lines.component", io.millrace.avro.Component.class, Component.class);

    private RatingMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static RatedUsage fromAvro(io.millrace.avro.RatedUsage rated) {
        Rating rating = switch (rated.getPriceState()) {
            case PRICED -> priced(rated);
            case UNPRICED -> unpriced(rated);
        };
        return new RatedUsage(
                UsageMapping.fromAvro(rated.getUsage()),
                rating,
                rated.getIngestedAtMicros(),
                replacement(rated.getReplaces()));
    }

    public static io.millrace.avro.RatedUsage toAvro(RatedUsage rated) {
        return toAvro(UsageMapping.toAvro(rated.usage()), rated.rating(), rated.ingestedAtMicros(), rated.replaces());
    }

    /**
     * The rated record of a call, around the record as it was read.
     *
     * @param replaces what a correction takes the place of; null for a call that is counted for the first time
     */
    public static io.millrace.avro.RatedUsage toAvro(
            UsageRecord usage, Rating rating, long ingestedAtMicros, @Nullable Replacement replaces) {
        if (rating instanceof Rating.Priced priced) {
            return toAvro(usage, priced, ingestedAtMicros, toAvro(replaces));
        }
        return new io.millrace.avro.RatedUsage(
                usage,
                PriceState.UNPRICED,
                null,
                null,
                List.of(),
                Price.PPM,
                rating.cost().nanoUsd(),
                rating.charge().nanoUsd(),
                null,
                null,
                ingestedAtMicros,
                toAvro(replaces));
    }

    public static Price fromAvro(io.millrace.avro.Price price) {
        return PriceMapping.fromAvro(price);
    }

    public static io.millrace.avro.Price toAvro(Price price) {
        return PriceMapping.toAvro(price);
    }

    private static io.millrace.avro.RatedUsage toAvro(
            UsageRecord usage,
            Rating.Priced priced,
            long ingestedAtMicros,
            io.millrace.avro.@Nullable Replacement replaces) {
        PriceReference chargePrice = priced.chargePrice();
        return new io.millrace.avro.RatedUsage(
                usage,
                PriceState.PRICED,
                priced.priceId(),
                priced.priceVersion(),
                lines(priced.lines()),
                priced.costMultiplierPpm(),
                priced.cost().nanoUsd(),
                priced.charge().nanoUsd(),
                chargePrice == null ? null : chargePrice.priceId(),
                chargePrice == null ? null : (Integer) chargePrice.version(),
                ingestedAtMicros,
                replaces);
    }

    private static io.millrace.avro.@Nullable Replacement toAvro(@Nullable Replacement replaces) {
        return replaces == null
                ? null
                : new io.millrace.avro.Replacement(
                        replaces.eventId().toString(),
                        replaces.inputTokens(),
                        replaces.outputTokens(),
                        replaces.cacheReadTokens(),
                        replaces.cost().nanoUsd(),
                        replaces.charge().nanoUsd());
    }

    private static @Nullable Replacement replacement(io.millrace.avro.@Nullable Replacement avro) {
        return avro == null
                ? null
                : new Replacement(
                        Uuids.parse("rated.replaces.event_id", avro.getEventId(), UsageMapping.UUID_RULE),
                        avro.getInputTokens(),
                        avro.getOutputTokens(),
                        avro.getCacheReadTokens(),
                        new Money(avro.getCostNanoUsd()),
                        new Money(avro.getChargeNanoUsd()));
    }

    private static Rating priced(io.millrace.avro.RatedUsage rated) {
        PriceReference price = reference("rated.price_id", rated.getPriceId(), rated.getPriceVersion());
        if (price == null) {
            throw Expected.illegal("rated.price_id", null, "the price when the state is PRICED");
        }
        return new Rating.Priced(
                price.priceId(),
                price.version(),
                rated.getLines().stream().map(RatingMapping::line).toList(),
                rated.getCostMultiplierPpm(),
                new Money(rated.getCostNanoUsd()),
                new Money(rated.getChargeNanoUsd()),
                reference("rated.charge_price_id", rated.getChargePriceId(), rated.getChargePriceVersion()));
    }

    private static Rating unpriced(io.millrace.avro.RatedUsage rated) {
        boolean bare = rated.getPriceId() == null
                && rated.getPriceVersion() == null
                && rated.getLines().isEmpty()
                && rated.getChargePriceId() == null
                && rated.getChargePriceVersion() == null;
        if (!bare || rated.getCostNanoUsd() != 0 || rated.getChargeNanoUsd() != 0) {
            throw Expected.illegal(
                    "rated.price_state",
                    rated.getPriceState(),
                    "PRICED where there is a price, a line, a cost or a charge");
        }
        return new Rating.Unpriced();
    }

    private static @Nullable PriceReference reference(String thing, @Nullable String id, @Nullable Integer version) {
        if (id == null && version == null) {
            return null;
        }
        if (id == null || version == null) {
            throw Expected.illegal(thing, id + " " + version, "id and version, or none of them");
        }
        return new PriceReference(id, version);
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

    private static CostLine line(io.millrace.avro.CostLine line) {
        return new CostLine(
                COMPONENTS.fromAvro(line.getComponent()), line.getUnits(), new Rate(line.getPicoUsdPerUnit()));
    }
}
