package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.time.Micros;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One price while it is read: its rates, and a line for each rate that cannot be. Not thread-safe. */
final class PriceDraft {
    private static final int VERSION = 1;
    private static final int PICO_SCALE = 12;

    private final String provider;
    private final String model;
    private final List<ComponentRate> rates = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private List<String> aliases = List.of();
    private String source = "";
    private LocalDate effectiveFrom = LocalDate.EPOCH;
    private @Nullable LocalDate effectiveUntil;
    private ReasoningMode reasoningMode = ReasoningMode.INCLUDED;

    PriceDraft(String provider, String model) {
        this.provider = provider;
        this.model = model;
    }

    PriceDraft aliases(List<String> names) {
        aliases = names;
        return this;
    }

    PriceDraft source(String text) {
        source = text;
        return this;
    }

    /** Days start at midnight UTC; a null end is open. */
    PriceDraft effective(LocalDate from, @Nullable LocalDate until) {
        effectiveFrom = from;
        effectiveUntil = until;
        return this;
    }

    PriceDraft reasoningMode(ReasoningMode mode) {
        reasoningMode = mode;
        return this;
    }

    /** Reads dollars per the unit; JSON null is a rate that is not stated. */
    void add(String field, JsonNode dollars, Unit unit, Component component, Condition condition) {
        if (dollars.isNull()) {
            return;
        }
        Rate rate = rateOf(dollars, unit);
        if (rate == null) {
            refuse(field, dollars.isValueNode() ? dollars.asText() : dollars, unit.rule);
            return;
        }
        rates.add(new ComponentRate(
                component, rate, condition.aboveInputTokens(), condition.serviceTier(), condition.batch()));
    }

    void refuse(String field, Object value, String rule) {
        refused.add(Expected.message("price " + provider + "/" + model + " " + field, value, rule));
    }

    List<String> refused() {
        return refused;
    }

    boolean hasInputRate() {
        return rates.stream().anyMatch(r -> r.component() == Component.INPUT);
    }

    Price toPrice() {
        return new Price(
                provider + "/" + model + "@" + effectiveFrom,
                VERSION,
                provider,
                model,
                aliases,
                startOf(effectiveFrom),
                effectiveUntil == null ? null : startOf(effectiveUntil),
                reasoningMode,
                rates,
                source);
    }

    private static @Nullable Rate rateOf(JsonNode dollars, Unit unit) {
        if (!dollars.isNumber() && !dollars.isTextual()) {
            return null;
        }
        try {
            BigDecimal value = dollars.isNumber()
                    ? dollars.decimalValue()
                    : new BigDecimal(dollars.textValue().trim());
            return new Rate(value.movePointRight(PICO_SCALE - unit.decimals).longValueExact());
        } catch (ArithmeticException | IllegalArgumentException e) {
            return null;
        }
    }

    private static long startOf(LocalDate day) {
        return Micros.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** How many units the dollars are for. */
    enum Unit {
        ONE(0, "US dollars per unit"),
        THOUSAND(3, "US dollars per thousand"),
        MILLION(6, "US dollars per million");

        private final int decimals;
        private final String rule;

        Unit(int decimals, String rule) {
            this.decimals = decimals;
            this.rule = ">= 0 " + rule + ", a whole number of pico-USD per unit";
        }
    }

    /** What a rate holds for; {@link #BASE} is any request. */
    record Condition(long aboveInputTokens, @Nullable String serviceTier, boolean batch) {
        static final Condition BASE = new Condition(0, null, false);
    }
}
