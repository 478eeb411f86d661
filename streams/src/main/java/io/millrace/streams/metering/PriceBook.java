package io.millrace.streams.metering;

import io.millrace.schemas.rating.Price;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All prices known at one moment. Immutable, thread-safe.
 *
 * <p>A model is looked up by its exact name, then as an alias, then both again without a dated suffix (-2025-08-07,
 * -20250929 or @20250929). Of the prices in force at the instant the one with the newest start wins, then the highest
 * version, then the greatest price id.
 */
public final class PriceBook {
    public static final PriceBook EMPTY = of(List.of());

    private static final int PLAIN_DATE_LENGTH = "-20250929".length();
    private static final int DASHED_DATE_LENGTH = "-2025-08-07".length();
    private static final Comparator<RateCard> NEWEST_FIRST = Comparator.comparing(
                    RateCard::price,
                    Comparator.comparingLong(Price::effectiveFromMicros)
                            .thenComparingInt(Price::version)
                            .thenComparing(Price::priceId))
            .reversed();

    private record Provider(Map<String, List<RateCard>> models, Map<String, List<RateCard>> aliases) {}

    private final Map<String, Provider> providers;
    private final int size;

    private PriceBook(Map<String, Provider> providers, int size) {
        this.providers = providers;
        this.size = size;
    }

    public static PriceBook of(Collection<Price> prices) {
        Map<String, Provider> providers = new HashMap<>();
        for (Price price : prices) {
            RateCard card = new RateCard(price);
            Provider provider =
                    providers.computeIfAbsent(price.provider(), name -> new Provider(new HashMap<>(), new HashMap<>()));
            provider.models()
                    .computeIfAbsent(price.model(), name -> new ArrayList<>())
                    .add(card);
            for (String alias : price.aliases()) {
                provider.aliases()
                        .computeIfAbsent(alias, name -> new ArrayList<>())
                        .add(card);
            }
        }
        for (Provider provider : providers.values()) {
            provider.models().values().forEach(cards -> cards.sort(NEWEST_FIRST));
            provider.aliases().values().forEach(cards -> cards.sort(NEWEST_FIRST));
        }
        return new PriceBook(providers, prices.size());
    }

    public int size() {
        return size;
    }

    /** The price in force at the instant; null when there is none. */
    public @Nullable Price lookup(String provider, String model, long atMicros) {
        RateCard card = card(provider, model, atMicros);
        return card == null ? null : card.price();
    }

    @Nullable
    RateCard card(String providerName, String model, long atMicros) {
        Provider provider = providers.get(providerName);
        if (provider == null) {
            return null;
        }
        RateCard found = named(provider, model, atMicros);
        if (found != null) {
            return found;
        }
        int end = model.length() - datedSuffixLength(model);
        return end == model.length() || end == 0 ? null : named(provider, model.substring(0, end), atMicros);
    }

    private static @Nullable RateCard named(Provider provider, String model, long atMicros) {
        RateCard exact = inForce(provider.models().get(model), atMicros);
        return exact != null ? exact : inForce(provider.aliases().get(model), atMicros);
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

    /** Length of a trailing -yyyyMMdd, @yyyyMMdd or -yyyy-MM-dd; 0 when there is none. */
    static int datedSuffixLength(String model) {
        if (matches(model, "-dddddddd") || matches(model, "@dddddddd")) {
            return PLAIN_DATE_LENGTH;
        }
        return matches(model, "-dddd-dd-dd") ? DASHED_DATE_LENGTH : 0;
    }

    private static boolean matches(String model, String suffix) {
        int offset = model.length() - suffix.length();
        if (offset < 0) {
            return false;
        }
        for (int i = 0; i < suffix.length(); i++) {
            char wanted = suffix.charAt(i);
            char actual = model.charAt(offset + i);
            boolean fits = wanted == 'd' ? actual >= '0' && actual <= '9' : actual == wanted;
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
