package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Origin;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pydantic's genai-prices: providers with models, whose rates {@link GenaiRates} reads and whose names {@link GenaiMatch}.
 * A list of prices holds one after the other by start_date; a price for hours of the day becomes the off-peak rates of the
 * one listed before it, even where it is the dearer one. A price bound to anything else is refused by name. A model of
 * OpenRouter's {@code :free} kind without a rate costs nothing; any other without one is left out.
 */
final class GenaiPrices {
    /** What OpenRouter calls a model that costs nothing; such a row has no rate. */
    private static final String FREE = ":free";

    private static final String TYPE = "type";
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
                readModel(name, model, provider.path("models"), collector);
            }
            leaveOfProvider(name, provider, collector);
        }
        return true;
    }

    private static void leaveOfProvider(String name, JsonNode provider, PriceCollector collector) {
        JsonNode others = provider.path("fallback_model_providers");
        if (!others.isEmpty()) {
            collector.simplify("provider " + name + " fallback_model_providers: " + others
                    + " (left out: a call is priced by rows of its own provider)");
        }
        JsonNode tools = provider.path("tool_use_kcount");
        if (!tools.isEmpty()) {
            collector.simplify(
                    "provider " + name + " tool_use_kcount: " + tools + " (left out: calls do not count it)");
        }
    }

    private static void readModel(String provider, JsonNode model, JsonNode models, PriceCollector collector) {
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
        byStart.forEach((from, dated) -> collector.add(
                draft(provider, model, models, dated, collector).effective(from, byStart.higherKey(from))));
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
            return fields(constraint) == 1
                    ? LocalDate.parse(constraint.path("start_date").asText())
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable DailyWindow window(JsonNode constraint) {
        Integer start = PriceNumbers.minuteOfDay(constraint.path("start_time").asText());
        Integer end = PriceNumbers.minuteOfDay(constraint.path("end_time").asText());
        return fields(constraint) == 2 && start != null && end != null ? new DailyWindow(start, end) : null;
    }

    /** Later forms of the file name the kind of a constraint too. */
    private static int fields(JsonNode constraint) {
        return constraint.size() - (constraint.has(TYPE) ? 1 : 0);
    }

    private static PriceDraft draft(
            String provider, JsonNode model, JsonNode models, Dated dated, PriceCollector collector) {
        String name = model.path("id").asText();
        List<String> aliases = GenaiMatch.aliases(model, models);
        PriceDraft draft = new PriceDraft(provider, name, Origin.FOREIGN)
                .source(collector.source())
                .aliases(aliases);
        if (!GenaiMatch.isExact(model, aliases)) {
            draft.simplify("match", model.path("match"), "taken as the names it states");
        }
        readRates(name, dated.rates, draft, Condition.BASE);
        JsonNode windowRates = dated.windowRates;
        if (windowRates != null) {
            dated.windows.forEach(draft::window);
            readRates(name, windowRates, draft, Condition.OFF_PEAK);
        }
        return draft;
    }

    private static void readRates(String name, JsonNode rates, PriceDraft draft, Condition condition) {
        if (rates.isEmpty() && name.endsWith(FREE)) {
            draft.add("input_mtok", IntNode.valueOf(0), Unit.MILLION, Component.INPUT, condition);
            draft.add("output_mtok", IntNode.valueOf(0), Unit.MILLION, Component.OUTPUT, condition);
        } else {
            GenaiRates.read(rates, draft, condition);
        }
    }
}
