package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.rating.Component;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pydantic's genai-prices: providers with models, whose prices are dollars per million tokens, either plain or a base
 * with tiers above a number of input tokens; a list of prices holds one after the other by start_date. Prices bound to
 * anything else than a date (hours of the day, a service tier) are refused by name. Of the rules by which it matches
 * names only {@code equals} is read, as an alias.
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

    private GenaiPrices() {}

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
        NavigableMap<LocalDate, JsonNode> byStart = new TreeMap<>();
        JsonNode prices = model.path("prices");
        if (prices.isObject()) {
            byStart.put(collector.effectiveFrom(), prices);
        } else {
            prices.forEach(entry -> readDated(provider + "/" + name, entry, byStart, collector));
        }
        byStart.forEach((from, rates) ->
                collector.add(draft(provider, model, rates, collector).effective(from, byStart.higherKey(from))));
    }

    private static void readDated(
            String id, JsonNode entry, NavigableMap<LocalDate, JsonNode> byStart, PriceCollector collector) {
        JsonNode constraint = entry.path("constraint");
        LocalDate from = constraint.isObject() ? startDate(constraint) : collector.effectiveFrom();
        if (from == null) {
            collector.refuse("price " + id + " constraint", constraint, "a start_date such as 2026-08-06");
        } else {
            byStart.put(from, entry.path("prices"));
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

    private static PriceDraft draft(String provider, JsonNode model, JsonNode rates, PriceCollector collector) {
        PriceDraft draft = new PriceDraft(provider, model.path("id").asText())
                .source(collector.source())
                .aliases(model.path("match").findValuesAsText("equals").stream()
                        .filter(alias -> !alias.equals(model.path("id").asText()))
                        .distinct()
                        .toList());
        rates.properties().forEach(field -> {
            Component component = COMPONENTS.get(field.getKey());
            if (component != null) {
                readRate(field.getKey(), field.getValue(), component, draft);
            } else if (field.getKey().equals(PER_THOUSAND_REQUESTS)) {
                draft.add(field.getKey(), field.getValue(), Unit.THOUSAND, Component.REQUEST, Condition.BASE);
            }
        });
        return draft;
    }

    private static void readRate(String field, JsonNode value, Component component, PriceDraft draft) {
        if (!value.isObject()) {
            draft.add(field, value, Unit.MILLION, component, Condition.BASE);
            return;
        }
        draft.add(field + ".base", value.path("base"), Unit.MILLION, component, Condition.BASE);
        for (JsonNode tier : value.path("tiers")) {
            long start = tier.path("start").asLong(-1);
            if (start < 0) {
                draft.refuse(field + ".tiers.start", tier.path("start"), "a token count, >= 0");
            } else {
                Condition above = new Condition(start, null, false);
                draft.add(field + ".tiers", tier.path("price"), Unit.MILLION, component, above);
            }
        }
    }
}
