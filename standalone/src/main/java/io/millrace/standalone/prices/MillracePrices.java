package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Origin;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Millrace's own format, which holds whatever a price can say; {@link MillracePriceWriter} writes it.
 *
 * <pre>{@code
 * {"format": "millrace-prices", "currency": "USD", "prices": [
 *   {"provider": "openai", "model": "gpt-5.5", "aliases": ["gpt-5.5-2026-04-23"],
 *    "effective_from": "2023-01-01", "effective_until": "2027-01-01T12:00:00Z", "reasoning": "INCLUDED",
 *    "source": "provider list price, as of 2026-08-06",
 *    "off_peak_windows": [{"start": "16:30", "end": "00:30"}],
 *    "region_multipliers": {"eu": "1.1"},
 *    "rates": [
 *      {"usd_per_million": {"input": "5.00", "cache_read": "0.50", "output": "30.00"},
 *       "usd_per_unit": {"search": "0.01"}},
 *      {"above_input_tokens": 272000, "usd_per_million": {"input": "10.00", "output": "45.00"}},
 *      {"service_tier": "flex", "usd_per_million": {"input": "2.50"}},
 *      {"off_peak": true, "usd_per_million": {"input": "2.00"}},
 *      {"batch": true, "usd_per_million": {"input": "2.50"}}]},
 *   {"provider": "openai", "model": "gpt-5.5", "workspace": "acme", "effective_from": "2026-10-01",
 *    "rates": [{"usd_per_million": {"input": "4.00", "output": "24.00"}}]}]}
 * }</pre>
 *
 * Rates and multipliers are decimal strings; rates are named by {@link Component} in lower case. Days start at midnight UTC;
 * spans and windows are half-open and UTC. Provider, model, effective_from and rates are required. A row with a workspace
 * makes that workspace's charge. The id, where a row has none, is provider/model@effective_from, with the workspace and a
 * bar before it.
 */
final class MillracePrices {
    static final String NAME = "millrace-prices";
    private static final Map<String, Unit> UNITS = Map.of("usd_per_million", Unit.MILLION, "usd_per_unit", Unit.ONE);
    private static final Set<String> FIELDS = Set.of(
            "id",
            "provider",
            "model",
            "workspace",
            "aliases",
            "effective_from",
            "effective_until",
            "reasoning",
            "source",
            "off_peak_windows",
            "region_multipliers",
            "rates");

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
                new PriceDraft(row.path("provider").asText(), row.path("model").asText(), Origin.OWN);
        for (String field : List.of("provider", "model", "effective_from")) {
            if (row.path(field).asText().isEmpty()) {
                draft.refuse(field, "none", "a value");
            }
        }
        row.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                draft.refuse(field, row.path(field), "no such field");
            }
        });
        draft.aliases(StreamSupport.stream(row.path("aliases").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
                .source(row.path("source").asText(collector.source()))
                .id(text(row, "id"))
                .workspace(text(row, "workspace"));
        readReasoning(row, draft);
        readSpan(row, draft, collector.effectiveFrom());
        readTerms(row, draft);
        row.path("rates").forEach(sheet -> readSheet(sheet, draft));
        if (row.path("rates").isEmpty()) {
            draft.refuse("rates", "none", "at least one");
        }
        return draft;
    }

    private static @Nullable String text(JsonNode row, String field) {
        return row.hasNonNull(field) ? row.path(field).asText() : null;
    }

    private static void readReasoning(JsonNode row, PriceDraft draft) {
        String mode = row.path("reasoning").asText(ReasoningMode.INCLUDED.name());
        if (mode.equals(ReasoningMode.ADDED.name())) {
            draft.reasoningMode(ReasoningMode.ADDED);
        } else if (!mode.equals(ReasoningMode.INCLUDED.name())) {
            draft.refuse("reasoning", mode, "INCLUDED or ADDED");
        }
    }

    private static void readSpan(JsonNode row, PriceDraft draft, LocalDate fallback) {
        Instant from = instant(row, "effective_from", draft);
        Instant until = instant(row, "effective_until", draft);
        if (from != null && until != null && !until.isAfter(from)) {
            draft.refuse("effective_until", PriceNumbers.day(until), "after effective_from " + PriceNumbers.day(from));
        }
        draft.effective(from == null ? fallback.atStartOfDay(ZoneOffset.UTC).toInstant() : from, until);
    }

    private static @Nullable Instant instant(JsonNode row, String field, PriceDraft draft) {
        String text = text(row, field);
        Instant instant = text == null ? null : PriceNumbers.instant(text);
        if (text != null && instant == null && !text.isEmpty()) {
            draft.refuse(field, text, "a date such as 2026-08-06, or an instant such as 2026-08-06T12:00:00Z");
        }
        return instant;
    }

    private static void readTerms(JsonNode row, PriceDraft draft) {
        for (JsonNode window : row.path("off_peak_windows")) {
            Integer start = PriceNumbers.minuteOfDay(window.path("start").asText());
            Integer end = PriceNumbers.minuteOfDay(window.path("end").asText());
            if (start == null || end == null) {
                draft.refuse("off_peak_windows", window, "start and end such as 16:30, UTC");
            } else {
                draft.window(new DailyWindow(start, end));
            }
        }
        row.path("region_multipliers")
                .properties()
                .forEach(region ->
                        draft.addRegion("region_multipliers." + region.getKey(), region.getKey(), region.getValue()));
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
                sheet.path("batch").asBoolean(false),
                sheet.path("off_peak").asBoolean(false));
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
