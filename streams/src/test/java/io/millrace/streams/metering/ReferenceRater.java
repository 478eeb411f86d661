package io.millrace.streams.metering;

import static io.millrace.schemas.usage.TokenCounts.orZero;

import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The price of a call as one would work it out on paper: every unit as a component of its own, in dollars. */
final class ReferenceRater {
    private static final Map<Component, Component> PART_OF = Map.of(
            Component.CACHE_READ, Component.INPUT,
            Component.CACHE_WRITE_5M, Component.INPUT,
            Component.CACHE_WRITE_1H, Component.CACHE_WRITE_5M,
            Component.AUDIO_INPUT, Component.INPUT,
            Component.IMAGE_INPUT, Component.INPUT,
            Component.VIDEO_INPUT, Component.INPUT,
            Component.REASONING, Component.OUTPUT,
            Component.AUDIO_OUTPUT, Component.OUTPUT,
            Component.IMAGE_OUTPUT, Component.OUTPUT);
    private static final Set<Component> NO_TOKENS =
            Set.of(Component.IMAGE, Component.MEDIA_SECOND, Component.CHARACTER, Component.SEARCH, Component.REQUEST);

    private final Usage usage;
    private final Price price;
    private BigDecimal dollars = BigDecimal.ZERO;

    private ReferenceRater(Usage usage, Price price) {
        this.usage = usage;
        this.price = price;
    }

    /** Nano-dollars. */
    static long cost(Usage usage, Price price) {
        ReferenceRater rater = new ReferenceRater(usage, price);
        rater.addAll();
        return rater.dollars
                .setScale(9, RoundingMode.HALF_EVEN)
                .movePointRight(9)
                .longValueExact();
    }

    private void addAll() {
        TokenCounts t = usage.tokens();
        long uncached = t.uncachedOrTotal();
        long audio = owned(Component.AUDIO_INPUT, orZero(t.audioInput()), uncached);
        long image = owned(Component.IMAGE_INPUT, orZero(t.imageInput()), uncached - audio);
        long video = owned(Component.VIDEO_INPUT, orZero(t.videoInput()), uncached - audio - image);
        add(Component.AUDIO_INPUT, audio);
        add(Component.IMAGE_INPUT, image);
        add(Component.VIDEO_INPUT, video);
        add(Component.INPUT, uncached - audio - image - video);
        add(Component.CACHE_READ, orZero(t.cacheRead()));
        add(Component.CACHE_WRITE_5M, orZero(t.cacheWrite5m()));
        add(Component.CACHE_WRITE_1H, orZero(t.cacheWrite1h()));
        boolean added = price.reasoningMode() == ReasoningMode.ADDED;
        long answer = orZero(t.outputTotal()) - (added ? 0 : orZero(t.reasoning()));
        boolean separate = added || has(Component.REASONING);
        long media = separate ? answer : answer + orZero(t.reasoning());
        long audioOut = owned(Component.AUDIO_OUTPUT, orZero(t.audioOutput()), media);
        long imageOut = owned(Component.IMAGE_OUTPUT, orZero(t.imageOutput()), media - audioOut);
        add(Component.REASONING, separate ? orZero(t.reasoning()) : 0);
        add(Component.AUDIO_OUTPUT, audioOut);
        add(Component.IMAGE_OUTPUT, imageOut);
        add(Component.OUTPUT, media - audioOut - imageOut);
        add(Component.IMAGE, orZero(usage.units().images()));
        add(
                Component.MEDIA_SECOND,
                BigDecimal.valueOf(orZero(usage.units().mediaMillis()), 3)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact());
        add(Component.CHARACTER, orZero(usage.units().characters()));
        add(Component.SEARCH, orZero(usage.units().searches()));
        Outcome outcome = usage.result().outcome();
        Set<Outcome> began = Set.of(Outcome.SUCCESS, Outcome.PARTIAL, Outcome.CANCELLED);
        add(Component.REQUEST, began.contains(outcome) ? 1 : 0);
    }

    private long owned(Component component, long count, long room) {
        return has(component) ? Math.min(count, Math.max(room, 0)) : 0;
    }

    private boolean has(Component component) {
        return !fitting(component, false).isEmpty()
                || (usage.call().batch() && !fitting(component, true).isEmpty());
    }

    private void add(Component component, long units) {
        Component priced = component;
        while (!has(priced) && PART_OF.containsKey(priced)) {
            priced = PART_OF.getOrDefault(priced, priced);
        }
        if (has(priced)) {
            dollars = dollars.add(rate(priced).multiply(BigDecimal.valueOf(units)));
        }
    }

    private BigDecimal rate(Component component) {
        List<ComponentRate> batch = usage.call().batch() ? fitting(component, true) : List.of();
        if (!batch.isEmpty()) {
            return dollars(batch.get(batch.size() - 1));
        }
        List<ComponentRate> standard = fitting(component, false);
        BigDecimal rate = dollars(standard.get(standard.size() - 1));
        boolean half = usage.call().batch() && !NO_TOKENS.contains(component);
        return half ? rate.divide(BigDecimal.valueOf(2), 12, RoundingMode.FLOOR) : rate;
    }

    /** The rates that hold, the best last. */
    private List<ComponentRate> fitting(Component component, boolean batch) {
        List<ComponentRate> found = new ArrayList<>();
        for (ComponentRate rate : price.rates()) {
            boolean tier = rate.serviceTier() == null
                    || rate.serviceTier().equals(usage.call().serviceTier());
            boolean above =
                    rate.aboveInputTokens() == 0 || orZero(usage.tokens().inputTotal()) > rate.aboveInputTokens();
            if (rate.component() == component && rate.batch() == batch && tier && above) {
                found.add(rate);
            }
        }
        found.sort((a, b) -> a.aboveInputTokens() != b.aboveInputTokens()
                ? Long.compare(a.aboveInputTokens(), b.aboveInputTokens())
                : Boolean.compare(a.serviceTier() != null, b.serviceTier() != null));
        return found;
    }

    private static BigDecimal dollars(ComponentRate rate) {
        return BigDecimal.valueOf(rate.rate().picoUsdPerUnit(), 12);
    }
}
