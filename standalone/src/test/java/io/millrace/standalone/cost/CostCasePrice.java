package io.millrace.standalone.cost;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.standalone.cost.CostCase.Line;
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
            Map.entry("seconds", Component.MEDIA_SECOND));
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
            if (component == null) {
                continue;
            }
            Rate rate =
                    new Rate(line.dollarsPerUnit().movePointRight(PICO_DECIMALS).longValueExact());
            long above = name.group(2) == null ? 0 : Long.parseLong(name.group(2)) * THOUSAND;
            boolean batch = name.group(3) != null;
            rates.add(new ComponentRate(component, rate, above, CostCaseUsage.tier(cost.serviceTier()), batch));
            if (above > 0 || batch || CostCaseUsage.tier(cost.serviceTier()) != null) {
                rates.add(ComponentRate.base(component, new Rate(rate.picoUsdPerUnit() * DECOY)));
            }
        }
        if (rates.isEmpty()) {
            return null;
        }
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
                "");
    }
}
