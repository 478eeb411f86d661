package io.millrace.streams.metering;

import static io.millrace.schemas.usage.TokenCounts.orZero;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.rating.RegionMultiplier;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The price of a call as one would work it out on paper: every unit as a component of its own, in dollars. */
public final class ReferenceRater {
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

    /** Nano-dollars that the price comes to, its region's multiplier included. */
    public static long amount(Usage usage, Price price) {
        ReferenceRater rater = new ReferenceRater(usage, price);
        rater.addAll();
        BigDecimal multiplier = BigDecimal.ONE;
        for (RegionMultiplier regional : price.regionMultipliers()) {
            if (regional.region().equals(usage.call().region())) {
                multiplier = BigDecimal.valueOf(regional.costMultiplierPpm(), 6);
            }
        }
        return nano(rater.dollars.multiply(multiplier));
    }

    /** Nano-dollars charged for a cost: by the workspace's own price, or by the markup; the customer's own key first. */
    public static long charge(Usage usage, long cost, Workspace workspace, @Nullable Price own) {
        if (usage.credentialMode() == CredentialMode.BRING_YOUR_OWN) {
            return marked(cost, workspace.ownKeyMarkupPpm());
        }
        return own == null ? marked(cost, workspace.markupPpm()) : amount(usage, own);
    }

    private static long marked(long cost, long ppm) {
        return nano(BigDecimal.valueOf(cost, 9).multiply(BigDecimal.valueOf(ppm, 6)));
    }

    private static long nano(BigDecimal dollars) {
        return dollars.setScale(9, RoundingMode.HALF_EVEN).movePointRight(9).longValueExact();
    }

    private boolean offPeak() {
        int minute = Micros.toInstant(usage.occurredAtMicros())
                .atOffset(ZoneOffset.UTC)
                .get(ChronoField.MINUTE_OF_DAY);
        return price.offPeakWindows().stream()
                .anyMatch(w -> minutesOf(w.startMinute(), w.endMinute()).contains(minute));
    }

    /** Every minute of the window, one by one round the clock. */
    private static Set<Integer> minutesOf(int start, int end) {
        Set<Integer> minutes = new HashSet<>();
        int minute = start;
        do {
            minutes.add(minute);
            minute = (minute + 1) % (24 * 60);
        } while (minute != end);
        return minutes;
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
        return best(component) != null;
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
        ComponentRate best = Objects.requireNonNull(best(component));
        BigDecimal rate = BigDecimal.valueOf(best.rate().picoUsdPerUnit(), 12);
        boolean half = usage.call().batch() && !best.batch() && !best.offPeak() && !NO_TOKENS.contains(component);
        return half ? rate.divide(BigDecimal.valueOf(2), 12, RoundingMode.FLOOR) : rate;
    }

    /** Of the rates that hold: off-peak before any time, then batch for batch, then the threshold, then the tier. */
    private @Nullable ComponentRate best(Component component) {
        return price.rates().stream()
                .filter(rate -> rate.component() == component && holds(rate))
                .max(Comparator.comparing(ComponentRate::offPeak)
                        .thenComparing(ComponentRate::batch)
                        .thenComparing(ComponentRate::aboveInputTokens)
                        .thenComparing(rate -> rate.serviceTier() != null))
                .orElse(null);
    }

    private boolean holds(ComponentRate rate) {
        boolean tier = rate.serviceTier() == null
                || rate.serviceTier().equals(usage.call().serviceTier());
        boolean above = rate.aboveInputTokens() == 0 || orZero(usage.tokens().inputTotal()) > rate.aboveInputTokens();
        boolean batch = !rate.batch() || usage.call().batch();
        return tier && above && batch && (!rate.offPeak() || offPeak());
    }
}
