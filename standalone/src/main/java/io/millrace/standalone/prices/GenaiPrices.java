package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Origin;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pydantic's genai-prices: providers with models, whose prices are dollars per million tokens, either plain or a base
 * with tiers above a number of input tokens. A list of prices holds one after the other by start_date; a price for hours
 * of the day becomes the off-peak rates of the one listed before it, even where it is the dearer one. A price bound to
 * anything else is refused by name. Of the rules by which it matches names only {@code equals} is read, as an alias.
 */
final class GenaiPrices {
    private static final Map<String, Component> COMPONENTS = Map.of(
            "input_mtok", Component.INPUT,
            "cache_read_mtok", Component.CACHE_READ,
            "cache_write_mtok", Component.CACHE_WRITE_5M,
            "output_mtok", Component.OUTPUT,
            "input_audio_mtok", Component.AUDIO_INPUT,
            "output_audio_mtok", Component.AUDIO_OUTPUT);
    private static final String PER_THOUSAND_REQUESTS = "requests_kcount";
    private static final String CONSTRAINT_RULE = "a start_date such as 2026-08-06, or start_time and end_time in whole"
            + " minutes UTC after a price for any time";

    private GenaiPrices() {}

    /** The prices from one date on: at any time, and in a window of the day. */
    private static final class Dated {
        private final JsonNode rates;
        private final List<DailyWindow> windows = new ArrayList<>();
        private @Nullable JsonNode windowRates;

        Dated(JsonNode rates) {
            this.rates = rates;
        }

        /** Several windows must have the same rates. */
        boolean add(DailyWindow window, JsonNode inWindow) {
            boolean same = windowRates == null || windowRates.equals(inWindow);
            if (same) {
                windows.add(window);
                windowRates = inWindow;
            }
            return same;
        }
    }

    static boolean read(JsonNode root, PriceCollector collector) {
        if (!root.isArray()) {
            return false;
        }
        for (JsonNode provider : root) {
            String name = ProviderNames.canonical(provider.path("id").asText());
            for (JsonNode model : provider.path("models")) {
                readModel(name, model, collector);
            }
        }
        return true;
    }

    private static void readModel(String provider, JsonNode model, PriceCollector collector) {
        String name = model.path("id").asText();
        if (provider.isEmpty() || name.isEmpty()) {
            collector.refuse("price " + provider + "/" + name, "no id", "a provider and a model with an id");
            return;
        }
        NavigableMap<LocalDate, Dated> byStart = new TreeMap<>();
        JsonNode prices = model.path("prices");
        if (prices.isObject()) {
            byStart.put(collector.effectiveFrom(), new Dated(prices));
        } else {
            readList(provider + "/" + name, prices, byStart, collector);
        }
        byStart.forEach((from, dated) ->
                collector.add(draft(provider, model, dated, collector).effective(from, byStart.higherKey(from))));
    }

    private static void readList(
            String id, JsonNode prices, NavigableMap<LocalDate, Dated> byStart, PriceCollector collector) {
        Dated latest = null;
        for (JsonNode entry : prices) {
            JsonNode constraint = entry.path("constraint");
            LocalDate from = constraint.isObject() ? startDate(constraint) : collector.effectiveFrom();
            DailyWindow window = window(constraint);
            if (from != null) {
                latest = new Dated(entry.path("prices"));
                byStart.put(from, latest);
            } else if (window == null || latest == null || !latest.add(window, entry.path("prices"))) {
                collector.refuse("price " + id + " constraint", constraint, CONSTRAINT_RULE);
            }
        }
    }

    private static @Nullable LocalDate startDate(JsonNode constraint) {
        try {
            return constraint.size() == 1
                    ? LocalDate.parse(constraint.path("start_date").asText())
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable DailyWindow window(JsonNode constraint) {
        Integer start = PriceNumbers.minuteOfDay(constraint.path("start_time").asText());
        Integer end = PriceNumbers.minuteOfDay(constraint.path("end_time").asText());
        return constraint.size() == 2 && start != null && end != null ? new DailyWindow(start, end) : null;
    }

    private static PriceDraft draft(String provider, JsonNode model, Dated dated, PriceCollector collector) {
        String name = model.path("id").asText();
        PriceDraft draft = new PriceDraft(provider, name, Origin.FOREIGN)
                .source(collector.source())
                .aliases(model.path("match").findValuesAsText("equals").stream()
                        .filter(alias -> !alias.equals(name))
                        .distinct()
                        .toList());
        readRates(dated.rates, draft, Condition.BASE);
        JsonNode windowRates = dated.windowRates;
        if (windowRates != null) {
            dated.windows.forEach(draft::window);
            readRates(windowRates, draft, Condition.OFF_PEAK);
        }
        return draft;
    }

    private static void readRates(JsonNode rates, PriceDraft draft, Condition condition) {
        rates.properties().forEach(field -> {
            Component component = COMPONENTS.get(field.getKey());
            if (component != null) {
                readRate(field.getKey(), field.getValue(), component, draft, condition);
            } else if (field.getKey().equals(PER_THOUSAND_REQUESTS)) {
                draft.add(field.getKey(), field.getValue(), Unit.THOUSAND, Component.REQUEST, condition);
            } else {
                draft.leave(field.getKey(), field.getValue(), "calls do not count it");
            }
        });
    }

    private static void readRate(
            String field, JsonNode value, Component component, PriceDraft draft, Condition condition) {
        if (!value.isObject()) {
            draft.add(field, value, Unit.MILLION, component, condition);
            return;
        }
        draft.add(field + ".base", value.path("base"), Unit.MILLION, component, condition);
        for (JsonNode tier : value.path("tiers")) {
            long start = tier.path("start").asLong(-1);
            if (start < 0) {
                draft.refuse(field + ".tiers.start", tier.path("start"), "a token count, >= 0");
            } else {
                Condition above = new Condition(start, null, false, condition.offPeak());
                draft.add(field + ".tiers", tier.path("price"), Unit.MILLION, component, above);
            }
        }
    }
}
