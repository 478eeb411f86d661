package io.millrace.streams.metering;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.RegionMultiplier;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A price arranged for lookup by component. Immutable, thread-safe.
 *
 * <p>Among the rates of a component that hold for a request, an off-peak rate within a window of the price wins, then the
 * highest threshold crossed, then the rate of the request's own service tier over the standard one. A threshold is crossed
 * when the whole input is strictly greater. An off-peak rate takes the place of every other rate of its component, batch
 * included, and is not halved; where it has conditions of its own, they hold for it as for any rate.
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

    /** The request of a call under this price. */
    RequestClass request(Usage usage) {
        ModelCall call = usage.call();
        return new RequestClass(
                TokenCounts.orZero(usage.tokens().inputTotal()),
                call.serviceTier(),
                call.batch(),
                offPeakAt(usage.occurredAtMicros()));
    }

    /** What the region makes of the whole cost, parts per million; 1000000 where the price does not name it. */
    long multiplierPpm(@Nullable String region) {
        for (RegionMultiplier multiplier : price.regionMultipliers()) {
            if (multiplier.region().equals(region)) {
                return multiplier.costMultiplierPpm();
            }
        }
        return Price.PPM;
    }

    private boolean offPeakAt(long micros) {
        for (DailyWindow window : price.offPeakWindows()) {
            if (window.holds(micros)) {
                return true;
            }
        }
        return false;
    }

    /** The component's own rate for the request; null where the price has none. */
    @Nullable
    Rate ownRate(Component component, RequestClass request) {
        List<ComponentRate> candidates = rates.get(component);
        if (candidates == null) {
            return null;
        }
        Rate offPeak = request.offPeak() ? offPeakRate(candidates, request) : null;
        if (offPeak != null) {
            return offPeak;
        }
        if (request.batch()) {
            Rate explicit = pick(candidates, request, true, false);
            return explicit == null ? halved(component, pick(candidates, request, false, false)) : explicit;
        }
        return pick(candidates, request, false, false);
    }

    private static @Nullable Rate offPeakRate(List<ComponentRate> candidates, RequestClass request) {
        Rate batch = request.batch() ? pick(candidates, request, true, true) : null;
        return batch == null ? pick(candidates, request, false, true) : batch;
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

    private static @Nullable Rate pick(
            List<ComponentRate> candidates, RequestClass request, boolean batch, boolean offPeak) {
        ComponentRate best = null;
        for (ComponentRate candidate : candidates) {
            boolean sort = candidate.batch() == batch && candidate.offPeak() == offPeak;
            if (sort && holds(candidate, request) && (best == null || beats(candidate, best))) {
                best = candidate;
            }
        }
        return best == null ? null : best.rate();
    }

    private static boolean holds(ComponentRate rate, RequestClass request) {
        boolean crossed = rate.aboveInputTokens() == 0 || request.inputTotal() > rate.aboveInputTokens();
        boolean tierFits = rate.serviceTier() == null || Objects.equals(rate.serviceTier(), request.serviceTier());
        return crossed && tierFits;
    }

    private static boolean beats(ComponentRate candidate, ComponentRate best) {
        int byThreshold = Long.compare(candidate.aboveInputTokens(), best.aboveInputTokens());
        return byThreshold > 0 || (byThreshold == 0 && candidate.serviceTier() != null && best.serviceTier() == null);
    }
}
