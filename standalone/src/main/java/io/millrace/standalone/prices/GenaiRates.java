package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.millrace.schemas.rating.Component;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * The rates of one price of genai-prices: dollars per million tokens, plain or a base with tiers above a number of input
 * tokens, per thousand requests and web searches, and per hour heard or spoken. What is priced in anything else is left
 * out by name.
 */
final class GenaiRates {
    private static final Map<String, Component> PER_MILLION = Map.ofEntries(
            Map.entry("input_mtok", Component.INPUT),
            Map.entry("cache_read_mtok", Component.CACHE_READ),
            Map.entry("cache_write_mtok", Component.CACHE_WRITE_5M),
            Map.entry("cache_write_1h_mtok", Component.CACHE_WRITE_1H),
            Map.entry("output_mtok", Component.OUTPUT),
            Map.entry("output_reasoning_mtok", Component.REASONING),
            Map.entry("input_audio_mtok", Component.AUDIO_INPUT),
            Map.entry("input_image_mtok", Component.IMAGE_INPUT),
            Map.entry("input_video_mtok", Component.VIDEO_INPUT),
            Map.entry("output_audio_mtok", Component.AUDIO_OUTPUT),
            Map.entry("output_image_mtok", Component.IMAGE_OUTPUT));
    private static final Map<String, Component> PER_THOUSAND =
            Map.of("requests_kcount", Component.REQUEST, "web_searches_kcount", Component.SEARCH);
    private static final String AUDIO_HOURS = "audio_hours";
    private static final String INPUT_AUDIO_HOURS = "input_audio_hours";
    private static final String AUDIO_TOKENS = "input_audio_mtok";
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);
    private static final int SECOND_DECIMALS = 18;

    private GenaiRates() {}

    static void read(JsonNode rates, PriceDraft draft, Condition condition) {
        rates.properties().forEach(field -> readField(field.getKey(), field.getValue(), draft, condition));
        readHours(rates, draft, condition);
    }

    private static void readField(String key, JsonNode value, PriceDraft draft, Condition condition) {
        Component perMillion = PER_MILLION.get(key);
        Component perThousand = PER_THOUSAND.get(key);
        if (perMillion != null) {
            readTokens(key, value, perMillion, draft, condition);
        } else if (perThousand != null) {
            draft.add(key, value, Unit.THOUSAND, perThousand, condition);
        } else if (!key.equals(AUDIO_HOURS) && !key.equals(INPUT_AUDIO_HOURS)) {
            draft.leave(key, value, reason(key));
        }
    }

    private static String reason(String key) {
        if (key.startsWith("cache_")) {
            return "cached media tokens are not counted apart, they cost what cached text does";
        }
        if (key.equals("storage_searches_kcount")) {
            return "searches of stored files are not counted";
        }
        return key.equals("output_citation_mtok") ? "citations are counted as input" : "calls do not count it";
    }

    private static void readTokens(
            String key, JsonNode value, Component component, PriceDraft draft, Condition condition) {
        if (!value.isObject()) {
            draft.add(key, value, Unit.MILLION, component, condition);
            return;
        }
        draft.add(key + ".base", value.path("base"), Unit.MILLION, component, condition);
        for (JsonNode tier : value.path("tiers")) {
            long start = tier.path("start").asLong(-1);
            if (start < 0) {
                draft.refuse(key + ".tiers.start", tier.path("start"), "a token count, >= 0");
            } else {
                Condition above = new Condition(start, null, false, condition.offPeak());
                draft.add(key + ".tiers", tier.path("price"), Unit.MILLION, component, above);
            }
        }
    }

    /** One price of an hour, whichever side it is stated for; none where audio has a price per token. */
    private static void readHours(JsonNode rates, PriceDraft draft, Condition condition) {
        String key = rates.has(INPUT_AUDIO_HOURS) ? INPUT_AUDIO_HOURS : AUDIO_HOURS;
        JsonNode hour = rates.path(key);
        if (hour.isMissingNode()) {
            return;
        }
        JsonNode other = rates.path(AUDIO_HOURS);
        if (!other.isMissingNode() && !other.equals(hour)) {
            draft.leave(AUDIO_HOURS, other, "seconds are counted in one direction");
        }
        BigDecimal dollars = PriceNumbers.decimal(hour);
        if (rates.has(AUDIO_TOKENS)) {
            draft.leave(key, hour, "the rate per audio token is taken");
        } else if (dollars == null) {
            draft.refuse(key, hour, "US dollars per hour");
        } else {
            BigDecimal perSecond = dollars.divide(SECONDS_PER_HOUR, SECOND_DECIMALS, RoundingMode.HALF_EVEN);
            draft.add(key + " / 3600", DecimalNode.valueOf(perSecond), Unit.ONE, Component.MEDIA_SECOND, condition);
        }
    }
}
