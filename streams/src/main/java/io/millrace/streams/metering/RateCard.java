package io.millrace.streams.metering;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A price arranged for lookup by component. Immutable, thread-safe.
 *
 * <p>Among the rates of a component that hold for a request, the highest threshold crossed wins, then the rate of the
 * request's own service tier over the standard one. A threshold is crossed when the whole input is strictly greater.
 */
final class RateCard {
    private final Price price;
    private final Map<Component, List<ComponentRate>> rates = new EnumMap<>(Component.class);

    RateCard(Price price) {
        this.price = price;
        for (ComponentRate rate : price.rates()) {
            rates.computeIfAbsent(rate.component(), component -> new ArrayList<>())
                    .add(rate);
        }
    }

    Price price() {
        return price;
    }

    /** The component's own rate for the request; null where the price has none. */
    @Nullable
    Rate ownRate(Component component, RequestClass request) {
        List<ComponentRate> candidates = rates.get(component);
        if (candidates == null) {
            return null;
        }
        if (request.batch()) {
            Rate explicit = pick(candidates, request, true);
            return explicit == null ? halved(component, pick(candidates, request, false)) : explicit;
        }
        return pick(candidates, request, false);
    }

    /** The component's own rate, or that of the class it falls back to; null where neither is priced. */
    @Nullable
    Rate rate(Component component, RequestClass request) {
        Component current = component;
        while (true) {
            Rate own = ownRate(current, request);
            Component next = fallback(current);
            if (own != null || next == null) {
                return own;
            }
            current = next;
        }
    }

    private static @Nullable Component fallback(Component component) {
        return switch (component) {
            case CACHE_READ, CACHE_WRITE_5M, AUDIO_INPUT, IMAGE_INPUT, VIDEO_INPUT -> Component.INPUT;
            case CACHE_WRITE_1H -> Component.CACHE_WRITE_5M;
            case REASONING, AUDIO_OUTPUT, IMAGE_OUTPUT -> Component.OUTPUT;
            default -> null;
        };
    }

    /** Half a token rate, rounded down to the pico-dollar: list prices are even. Other units have no batch discount. */
    private static @Nullable Rate halved(Component component, @Nullable Rate rate) {
        return switch (component) {
            case IMAGE, MEDIA_SECOND, CHARACTER, SEARCH, REQUEST, UNKNOWN -> rate;
            default -> rate == null ? null : new Rate(rate.picoUsdPerUnit() / 2);
        };
    }

    private static @Nullable Rate pick(List<ComponentRate> candidates, RequestClass request, boolean batch) {
        ComponentRate best = null;
        for (ComponentRate candidate : candidates) {
            if (holds(candidate, request, batch) && (best == null || beats(candidate, best))) {
                best = candidate;
            }
        }
        return best == null ? null : best.rate();
    }

    private static boolean holds(ComponentRate rate, RequestClass request, boolean batch) {
        boolean crossed = rate.aboveInputTokens() == 0 || request.inputTotal() > rate.aboveInputTokens();
        boolean tierFits = rate.serviceTier() == null || Objects.equals(rate.serviceTier(), request.serviceTier());
        return rate.batch() == batch && crossed && tierFits;
    }

    private static boolean beats(ComponentRate candidate, ComponentRate best) {
        int byThreshold = Long.compare(candidate.aboveInputTokens(), best.aboveInputTokens());
        return byThreshold > 0 || (byThreshold == 0 && candidate.serviceTier() != null && best.serviceTier() == null);
    }
}
