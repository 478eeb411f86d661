package io.millrace.streams.metering;

import io.millrace.schemas.rating.Price;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prices of one provider, by the names they are found under. Thread-safe once it is filled. */
final class ProviderPrices {
    private static final Comparator<RateCard> NEWEST_FIRST = Comparator.comparing(
                    RateCard::price,
                    Comparator.comparingLong(Price::effectiveFromMicros)
                            .thenComparingInt(Price::version)
                            .thenComparing(Price::priceId))
            .reversed();

    private final String provider;
    private final Map<String, List<RateCard>> models = new HashMap<>();
    private final Map<String, List<RateCard>> aliases = new HashMap<>();
    /** Prices named region/model, by region, then by the rest of the name. */
    private final Map<String, Map<String, List<RateCard>>> regions = new HashMap<>();

    ProviderPrices(String provider) {
        this.provider = provider;
    }

    void add(RateCard card) {
        String model = card.price().model();
        insert(models, model, card);
        card.price().aliases().forEach(alias -> insert(aliases, alias, card));
        int slash = model.indexOf('/');
        if (slash > 0) {
            insert(
                    regions.computeIfAbsent(model.substring(0, slash), region -> new HashMap<>()),
                    model.substring(slash + 1),
                    card);
        }
    }

    /** The price in force under a name or one of its shorter forms; null when there is none. */
    @Nullable
    RateCard named(String name, @Nullable String region, long atMicros) {
        RateCard found = exactly(name, region, atMicros);
        if (found != null) {
            return found;
        }
        for (String form : ModelNames.shorterForms(provider, name)) {
            found = exactly(form, region, atMicros);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The price in force that has the name among its aliases; null when there is none. */
    @Nullable
    RateCard aliased(String alias, long atMicros) {
        return inForce(aliases.get(alias), atMicros);
    }

    private @Nullable RateCard exactly(String name, @Nullable String region, long atMicros) {
        Map<String, List<RateCard>> regional = region == null ? null : regions.get(region);
        RateCard found = regional == null ? null : inForce(regional.get(name), atMicros);
        if (found == null) {
            found = inForce(models.get(name), atMicros);
        }
        return found == null ? aliased(name, atMicros) : found;
    }

    private static void insert(Map<String, List<RateCard>> map, String name, RateCard card) {
        List<RateCard> cards = map.computeIfAbsent(name, key -> new ArrayList<>());
        cards.add(card);
        cards.sort(NEWEST_FIRST);
    }

    private static @Nullable RateCard inForce(@Nullable List<RateCard> cards, long atMicros) {
        if (cards != null) {
            for (RateCard card : cards) {
                if (card.price().inForceAt(atMicros)) {
                    return card;
                }
            }
        }
        return null;
    }
}
