package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.rating.RegionMultiplier;
import io.millrace.schemas.time.Micros;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One price while it is read: its rates, and a line for each value that cannot be. Not thread-safe. */
final class PriceDraft {
    private static final int VERSION = 1;

    private final String provider;
    private final String model;
    private final Origin origin;
    private final List<ComponentRate> rates = new ArrayList<>();
    private final List<DailyWindow> windows = new ArrayList<>();
    private final List<RegionMultiplier> regions = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> simplified = new ArrayList<>();
    private final List<String> uncounted = new ArrayList<>();
    private List<String> aliases = List.of();
    private String source = "";
    private Instant effectiveFrom = Instant.EPOCH;
    private @Nullable Instant effectiveUntil;
    private ReasoningMode reasoningMode = ReasoningMode.INCLUDED;
    private @Nullable String workspaceId;
    private @Nullable String statedId;

    PriceDraft(String provider, String model, Origin origin) {
        this.provider = provider;
        this.model = model;
        this.origin = origin;
    }

    /** For messages. */
    String name() {
        return "price " + provider + "/" + model;
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
        return effective(startOf(from), until == null ? null : startOf(until));
    }

    PriceDraft effective(Instant from, @Nullable Instant until) {
        effectiveFrom = from;
        effectiveUntil = until;
        return this;
    }

    PriceDraft reasoningMode(ReasoningMode mode) {
        reasoningMode = mode;
        return this;
    }

    /** Whose charge the price makes; null for what the provider takes. */
    PriceDraft workspace(@Nullable String id) {
        workspaceId = id;
        return this;
    }

    /** The price id; null makes it from workspace, provider, model and start. */
    PriceDraft id(@Nullable String id) {
        statedId = id;
        return this;
    }

    PriceDraft window(DailyWindow window) {
        windows.add(window);
        return this;
    }

    /** Reads a factor such as 1.1; JSON null is one that is not stated. */
    void addRegion(String field, String region, JsonNode factor) {
        Long ppm = factor.isNull() ? null : PriceNumbers.ppm(factor);
        if (ppm != null) {
            regions.add(new RegionMultiplier(region, ppm));
        } else if (!factor.isNull()) {
            refuse(field, text(factor), PriceNumbers.FACTOR_RULE);
        }
    }

    /** Reads dollars per the unit; JSON null is a rate that is not stated. */
    void add(String field, JsonNode dollars, Unit unit, Component component, Condition condition) {
        if (dollars.isNull()) {
            return;
        }
        BigDecimal stated = PriceNumbers.decimal(dollars);
        Rate rate = stated == null ? null : PriceNumbers.rate(stated, unit.decimals, origin);
        if (stated == null || rate == null) {
            refuse(field, text(dollars), unit.rule);
            return;
        }
        if (!PriceNumbers.isExact(stated, unit.decimals)) {
            simplify(field, text(dollars), "rounded to " + rate.picoUsdPerUnit() + " pico-USD per unit");
        }
        rates.add(new ComponentRate(
                component,
                rate,
                condition.aboveInputTokens(),
                condition.serviceTier(),
                condition.batch(),
                condition.offPeak()));
    }

    void refuse(String field, Object value, String rule) {
        refused.add(Expected.message(name() + " " + field, value, rule));
    }

    /** Says what was made of a value that the price does not hold as stated. */
    void simplify(String field, Object value, String what) {
        simplified.add(name() + " " + field + ": " + value + " (" + what + ")");
    }

    /** Notes a price in units that no call is counted in; 0 and JSON null are none. The rest of the price is taken without it. */
    void leave(String field, JsonNode value, String why) {
        if (value.isNull()) {
            return;
        }
        BigDecimal dollars = PriceNumbers.decimal(value);
        if (dollars == null || dollars.signum() != 0) {
            if (!uncounted.contains(field)) {
                uncounted.add(field);
            }
            simplify(field, text(value), "left out: " + why);
        }
    }

    List<String> refused() {
        return refused;
    }

    List<String> simplified() {
        return simplified;
    }

    /** Why the price cannot be used at all; null where it can. */
    @Nullable
    String unusable() {
        String parts = String.join(", ", uncounted);
        if (rates.isEmpty()) {
            return Expected.message(
                    name(),
                    parts.isEmpty() ? "no rate" : parts + " alone",
                    "a rate per token, image, second, character, search or request");
        }
        if (origin == Origin.FOREIGN && isPriced(Component.OUTPUT) && !states(Component.INPUT)) {
            return Expected.message(name(), "no rate of input", "one where there is a rate of output");
        }
        boolean free = rates.stream().allMatch(rate -> rate.rate().picoUsdPerUnit() == 0);
        return free && !uncounted.isEmpty()
                ? Expected.message(name(), parts + " alone is not free", "a rate that a call can be counted in")
                : null;
    }

    private boolean states(Component component) {
        return rates.stream().anyMatch(rate -> rate.component() == component);
    }

    private boolean isPriced(Component component) {
        return rates.stream()
                .anyMatch(rate -> rate.component() == component && rate.rate().picoUsdPerUnit() > 0);
    }

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    Price toPrice() {
        return new Price(
                statedId == null ? PriceNumbers.idOf(workspaceId, provider, model, effectiveFrom) : statedId,
                VERSION,
                provider,
                model,
                aliases,
                Micros.of(effectiveFrom),
                effectiveUntil == null ? null : Micros.of(effectiveUntil),
                reasoningMode,
                rates,
                source,
                windows,
                regions,
                workspaceId);
    }

    private static Object text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value;
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Whose format it is. */
    enum Origin {
        /** Ours: what is stated is meant. A rate that is no whole number of pico-USD is refused. */
        OWN,
        /**
         * A map that others make for other ends. Such a rate is rounded half-even, by a hundred-thousandth of it at most: maps
         * are full of floats and of thirds. A rate of output without one of input is taken for a gap.
         */
        FOREIGN
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
            this.rule = ">= 0 " + rule + ", a whole number of pico-USD per unit, at most $1000000 per unit";
        }
    }

    /** What a rate holds for; {@link #BASE} is any request. */
    record Condition(long aboveInputTokens, @Nullable String serviceTier, boolean batch, boolean offPeak) {
        static final Condition BASE = new Condition(0, null, false, false);
        static final Condition OFF_PEAK = new Condition(0, null, false, true);
    }
}
