package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Millrace's own format.
 *
 * <pre>{@code
 * {"format": "millrace-prices", "currency": "USD", "prices": [
 *   {"provider": "openai", "model": "gpt-5.5", "aliases": ["gpt-5.5-2026-04-23"],
 *    "effective_from": "2023-01-01", "effective_until": "2027-01-01", "reasoning": "INCLUDED",
 *    "source": "provider list price, as of 2026-08-06",
 *    "rates": [
 *      {"usd_per_million": {"input": "5.00", "cache_read": "0.50", "output": "30.00"},
 *       "usd_per_unit": {"search": "0.01"}},
 *      {"above_input_tokens": 272000, "usd_per_million": {"input": "10.00", "output": "45.00"}},
 *      {"service_tier": "flex", "usd_per_million": {"input": "2.50"}},
 *      {"batch": true, "usd_per_million": {"input": "2.50"}}]}]}
 * }</pre>
 *
 * Rates are decimal strings, named by {@link Component} in lower case. Days start at midnight UTC and are half-open;
 * provider, model, effective_from and rates are required.
 */
final class MillracePrices {
    private static final String NAME = "millrace-prices";
    private static final Map<String, Unit> UNITS = Map.of("usd_per_million", Unit.MILLION, "usd_per_unit", Unit.ONE);

    private MillracePrices() {}

    static boolean read(JsonNode root, PriceCollector collector) {
        if (!NAME.equals(root.path("format").asText())
                || !"USD".equals(root.path("currency").asText())) {
            return false;
        }
        for (JsonNode row : root.path("prices")) {
            collector.add(draft(row, collector));
        }
        return true;
    }

    private static PriceDraft draft(JsonNode row, PriceCollector collector) {
        PriceDraft draft =
                new PriceDraft(row.path("provider").asText(), row.path("model").asText());
        for (String field : List.of("provider", "model", "effective_from")) {
            if (row.path(field).asText().isEmpty()) {
                draft.refuse(field, "none", "a value");
            }
        }
        draft.aliases(StreamSupport.stream(row.path("aliases").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
                .source(row.path("source").asText(collector.source()))
                .reasoningMode(
                        row.path("reasoning").asText().equals("ADDED") ? ReasoningMode.ADDED : ReasoningMode.INCLUDED);
        readSpan(row, draft, collector.effectiveFrom());
        row.path("rates").forEach(sheet -> readSheet(sheet, draft));
        if (draft.refused().isEmpty() && !draft.hasInputRate()) {
            draft.refuse("rates", "no input rate", "at least the rate of input");
        }
        return draft;
    }

    private static void readSpan(JsonNode row, PriceDraft draft, LocalDate fallback) {
        LocalDate from = date(row, "effective_from", draft);
        LocalDate until = date(row, "effective_until", draft);
        if (from != null && until != null && !until.isAfter(from)) {
            draft.refuse("effective_until", until, "after effective_from " + from);
        }
        draft.effective(from == null ? fallback : from, until);
    }

    private static @Nullable LocalDate date(JsonNode row, String field, PriceDraft draft) {
        if (!row.hasNonNull(field)) {
            return null;
        }
        String text = row.path(field).asText();
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            draft.refuse(field, text, "a date such as 2026-08-06");
            return null;
        }
    }

    private static void readSheet(JsonNode sheet, PriceDraft draft) {
        JsonNode tier = sheet.path("service_tier");
        long above = sheet.path("above_input_tokens").asLong(0);
        if (above < 0) {
            draft.refuse("above_input_tokens", above, ">= 0");
            return;
        }
        Condition condition = new Condition(
                above,
                tier.isTextual() ? tier.asText() : null,
                sheet.path("batch").asBoolean(false));
        UNITS.forEach((name, unit) -> sheet.path(name).properties().forEach(rate -> {
            Component component = component(rate.getKey());
            if (component == null) {
                draft.refuse(name, rate.getKey(), "a component such as input, cache_read or output");
            } else {
                draft.add(name + "." + rate.getKey(), rate.getValue(), unit, component, condition);
            }
        }));
    }

    private static @Nullable Component component(String name) {
        for (Component component : Component.values()) {
            if (component != Component.UNKNOWN
                    && component.name().toLowerCase(Locale.ROOT).equals(name)) {
                return component;
            }
        }
        return null;
    }
}
