package io.millrace.standalone.prices;

import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.standalone.prices.PriceChange.Kind;
import io.millrace.standalone.prices.PriceChange.RateChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares prices to import with those of the book, before anything is written. Stateless. */
public final class PriceChanges {
    /** A rate that grows or shrinks by more than this factor is more often a slip of units than a new price. */
    public static final long JUMP_FACTOR_MAX = 10;

    private record Condition(
            Component component, long above, @Nullable String tier, boolean batch, boolean offPeak) {
        static Condition of(ComponentRate rate) {
            return new Condition(
                    rate.component(), rate.aboveInputTokens(), rate.serviceTier(), rate.batch(), rate.offPeak());
        }
    }

    private PriceChanges() {}

    /** One change for each price to import, in their order; prices of the same import count as known to later dates. */
    public static List<PriceChange> between(Collection<Price> known, List<Price> imported) {
        Map<String, Price> byId = new HashMap<>();
        known.forEach(price -> byId.put(price.priceId(), price));
        Map<String, List<Price>> byModel = new HashMap<>();
        Map<String, Price> after = new LinkedHashMap<>(byId);
        imported.forEach(price -> after.put(price.priceId(), price));
        after.values()
                .forEach(price -> byModel.computeIfAbsent(modelKey(price), model -> new ArrayList<>())
                        .add(price));
        List<PriceChange> changes = new ArrayList<>();
        for (Price price : imported) {
            Price same = byId.get(price.priceId());
            changes.add(change(price, same, same != null ? same : before(price, byModel)));
        }
        return changes;
    }

    private static PriceChange change(Price price, @Nullable Price same, @Nullable Price former) {
        List<RateChange> rates = former == null ? List.of() : rates(former, price);
        List<RateChange> jumps = rates.stream().filter(PriceChanges::jumps).toList();
        if (same == null) {
            return new PriceChange(Kind.NEW, withVersion(price, 1), former, rates, jumps);
        }
        boolean equal = withVersion(price, same.version()).equals(same);
        return equal
                ? new PriceChange(Kind.UNCHANGED, same, same, List.of(), List.of())
                : new PriceChange(Kind.CHANGED, withVersion(price, same.version() + 1), same, rates, jumps);
    }

    /** The newest price of the model that starts earlier. */
    private static @Nullable Price before(Price price, Map<String, List<Price>> byModel) {
        return byModel.getOrDefault(modelKey(price), List.of()).stream()
                .filter(other -> other.effectiveFromMicros() < price.effectiveFromMicros())
                .max(Comparator.comparingLong(Price::effectiveFromMicros))
                .orElse(null);
    }

    private static String modelKey(Price price) {
        String workspace = price.workspaceId();
        return (workspace == null ? "" : workspace) + "|" + price.provider() + "/" + price.model();
    }

    private static List<RateChange> rates(Price former, Price price) {
        Map<Condition, ComponentRate> before = new LinkedHashMap<>();
        former.rates().forEach(rate -> before.put(Condition.of(rate), rate));
        List<RateChange> changes = new ArrayList<>();
        for (ComponentRate rate : price.rates()) {
            ComponentRate old = before.remove(Condition.of(rate));
            if (old == null || !old.rate().equals(rate.rate())) {
                changes.add(new RateChange(old, rate));
            }
        }
        before.values().forEach(gone -> changes.add(new RateChange(gone, null)));
        return changes;
    }

    private static boolean jumps(RateChange change) {
        ComponentRate before = change.before();
        ComponentRate after = change.after();
        if (before == null || after == null) {
            return false;
        }
        long old = before.rate().picoUsdPerUnit();
        long now = after.rate().picoUsdPerUnit();
        long high = Math.max(old, now);
        long low = Math.min(old, now);
        return high > low && (low == 0 || (high - 1) / low >= JUMP_FACTOR_MAX);
    }

    private static Price withVersion(Price price, int version) {
        return new Price(
                price.priceId(),
                version,
                price.provider(),
                price.model(),
                price.aliases(),
                price.effectiveFromMicros(),
                price.effectiveUntilMicros(),
                price.reasoningMode(),
                price.rates(),
                price.source(),
                price.offPeakWindows(),
                price.regionMultipliers(),
                price.workspaceId());
    }
}
