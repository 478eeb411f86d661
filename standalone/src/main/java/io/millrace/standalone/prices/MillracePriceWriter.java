package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.time.Micros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes prices in Millrace's own format, so that reading them gives the same prices at version 1. Rates are dollars per
 * unit, exact. Stateless, thread-safe.
 */
public final class MillracePriceWriter {
    private static final int PICO_SCALE = 12;
    private static final int PPM_SCALE = 6;
    private static final int MINUTES_PER_HOUR = 60;
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private MillracePriceWriter() {}

    /**
     * @param out left open
     * @throws IllegalArgumentException for a rate of a component that this version does not know
     */
    public static void write(Collection<Price> prices, Writer out) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", MillracePrices.NAME).put("currency", "USD");
        ArrayNode rows = root.putArray("prices");
        prices.forEach(price -> row(price, rows.addObject()));
        try {
            out.write(MAPPER.writeValueAsString(root) + System.lineSeparator());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void row(Price price, ObjectNode row) {
        String from = day(price.effectiveFromMicros());
        row.put("id", price.priceId());
        row.put("provider", price.provider()).put("model", price.model());
        if (price.workspaceId() != null) {
            row.put("workspace", price.workspaceId());
        }
        ArrayNode aliases = row.putArray("aliases");
        price.aliases().forEach(aliases::add);
        row.put("effective_from", from);
        Long until = price.effectiveUntilMicros();
        if (until != null) {
            row.put("effective_until", day(until));
        }
        if (price.reasoningMode() != ReasoningMode.INCLUDED) {
            row.put("reasoning", price.reasoningMode().name());
        }
        row.put("source", price.source());
        terms(price, row);
        rates(price, row.putArray("rates"));
    }

    private static void terms(Price price, ObjectNode row) {
        if (!price.offPeakWindows().isEmpty()) {
            ArrayNode windows = row.putArray("off_peak_windows");
            for (DailyWindow window : price.offPeakWindows()) {
                windows.addObject().put("start", time(window.startMinute())).put("end", time(window.endMinute()));
            }
        }
        if (!price.regionMultipliers().isEmpty()) {
            ObjectNode regions = row.putObject("region_multipliers");
            price.regionMultipliers().forEach(m -> regions.put(m.region(), decimal(m.costMultiplierPpm(), PPM_SCALE)));
        }
    }

    /** One sheet for each run of rates of one condition, so that their order stays. */
    private static void rates(Price price, ArrayNode sheets) {
        ComponentRate before = null;
        ObjectNode sheet = null;
        for (ComponentRate rate : price.rates()) {
            String name = rate.component().name().toLowerCase(Locale.ROOT);
            if (rate.component() == Component.UNKNOWN) {
                throw new IllegalArgumentException(
                        "price " + price.priceId() + " rate: UNKNOWN (expected: a component this version knows)");
            }
            if (sheet == null || !sameCondition(rate, before) || sheet.has(name)) {
                sheet = condition(rate, sheets.addObject()).putObject("usd_per_unit");
            }
            sheet.put(name, decimal(rate.rate().picoUsdPerUnit(), PICO_SCALE));
            before = rate;
        }
    }

    private static boolean sameCondition(ComponentRate rate, @Nullable ComponentRate before) {
        return before != null
                && new ComponentRate(
                                before.component(),
                                before.rate(),
                                rate.aboveInputTokens(),
                                rate.serviceTier(),
                                rate.batch(),
                                rate.offPeak())
                        .equals(before);
    }

    private static ObjectNode condition(ComponentRate rate, ObjectNode sheet) {
        if (rate.aboveInputTokens() > 0) {
            sheet.put("above_input_tokens", rate.aboveInputTokens());
        }
        if (rate.serviceTier() != null) {
            sheet.put("service_tier", rate.serviceTier());
        }
        if (rate.batch()) {
            sheet.put("batch", true);
        }
        if (rate.offPeak()) {
            sheet.put("off_peak", true);
        }
        return sheet;
    }

    private static String day(long micros) {
        return PriceNumbers.day(Micros.toInstant(micros));
    }

    private static String time(int minute) {
        return "%02d:%02d".formatted(minute / MINUTES_PER_HOUR, minute % MINUTES_PER_HOUR);
    }

    private static String decimal(long value, int scale) {
        return BigDecimal.valueOf(value, scale).stripTrailingZeros().toPlainString();
    }
}
