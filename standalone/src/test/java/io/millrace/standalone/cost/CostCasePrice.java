package io.millrace.standalone.cost;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.standalone.cost.CostCase.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The price row a case implies: the rates its author applied, each under the condition its name states. */
final class CostCasePrice {
    private static final Pattern NAME = Pattern.compile("(.+?)(?:(?:>|_above_)(\\d+)k(?:_tokens)?)?(_batch)?");
    private static final Map<String, Component> COMPONENTS = Map.ofEntries(
            Map.entry("input", Component.INPUT),
            Map.entry("output", Component.OUTPUT),
            Map.entry("text", Component.OUTPUT),
            Map.entry("reasoning", Component.REASONING),
            Map.entry("cache_read", Component.CACHE_READ),
            Map.entry("cache_write", Component.CACHE_WRITE_5M),
            Map.entry("cache_write_5m", Component.CACHE_WRITE_5M),
            Map.entry("cache_write_1h", Component.CACHE_WRITE_1H),
            Map.entry("audio_in", Component.AUDIO_INPUT),
            Map.entry("audio_out", Component.AUDIO_OUTPUT),
            Map.entry("search_query", Component.SEARCH),
            Map.entry("chars_out", Component.CHARACTER),
            Map.entry("pixels", Component.IMAGE),
            Map.entry("seconds", Component.MEDIA_SECOND));
    /** 16:30 to 00:30, the window of every case that has one. */
    private static final DailyWindow EVENING = new DailyWindow(990, 30);

    private static final int PICO_DECIMALS = 12;
    private static final long THOUSAND = 1_000;
    private static final long DECOY = 7;

    private CostCasePrice() {}

    /** A conditional rate stands beside a wrong one without its condition, so that choosing is part of the check. Null where no rate is one of ours. */
    static @Nullable Price of(CostCase cost, String provider, String model) {
        List<ComponentRate> rates = new ArrayList<>();
        for (Line line : cost.lines()) {
            Matcher name = NAME.matcher(line.component());
            Component component = name.matches() ? COMPONENTS.get(name.group(1)) : null;
            if (component != null) {
                addRates(cost, component, rate(line), name, rates);
            }
        }
        return rates.isEmpty() ? null : price(cost, provider, model, rates);
    }

    private static void addRates(
            CostCase cost, Component component, Rate rate, Matcher name, List<ComponentRate> rates) {
        long above = name.group(2) == null ? 0 : Long.parseLong(name.group(2)) * THOUSAND;
        boolean batch = name.group(3) != null;
        String tier = CostCaseUsage.tier(cost.serviceTier());
        Rate decoy = new Rate(rate.picoUsdPerUnit() * DECOY);
        boolean offPeak = offPeak(cost);
        if (offPeak) {
            rates.add(new ComponentRate(component, rate, 0, null, false, true));
        }
        rates.add(new ComponentRate(component, offPeak ? decoy : rate, above, tier, batch));
        if (above > 0 || batch || tier != null) {
            rates.add(ComponentRate.base(component, decoy));
        }
        if (timed(cost) && !offPeak) {
            rates.add(new ComponentRate(component, decoy, 0, null, false, true));
        }
    }

    /** Per unit; an image of a size costs its pixels, as a model named for that size does. */
    private static Rate rate(Line line) {
        BigDecimal dollars = line.component().equals("pixels")
                ? line.dollarsPerUnit().multiply(line.quantity())
                : line.dollarsPerUnit();
        return new Rate(dollars.movePointRight(PICO_DECIMALS).longValueExact());
    }

    private static boolean timed(CostCase cost) {
        return cost.model().contains("offpeak");
    }

    private static boolean offPeak(CostCase cost) {
        String at = cost.atTime();
        return timed(cost)
                && at != null
                && Instant.parse(at).atOffset(ZoneOffset.UTC).getHour() >= 17;
    }

    private static Price price(CostCase cost, String provider, String model, List<ComponentRate> rates) {
        return new Price(
                provider + "/" + model + "@case",
                1,
                provider,
                model,
                List.of(),
                0,
                null,
                ReasoningMode.INCLUDED,
                rates,
                "",
                timed(cost) ? List.of(EVENING) : List.of(),
                List.of(),
                null);
    }
}
