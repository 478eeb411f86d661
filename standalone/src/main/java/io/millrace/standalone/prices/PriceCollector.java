package io.millrace.standalone.prices;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rating.Price;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the prices of one file, each id once, and the lines about those that were refused. Not thread-safe. */
final class PriceCollector {
    private final LocalDate effectiveFrom;
    private final String source;
    private final Map<String, Price> prices = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private int skipped;

    PriceCollector(LocalDate effectiveFrom, String source) {
        this.effectiveFrom = effectiveFrom;
        this.source = source;
    }

    /** From when a row holds that has no date. */
    LocalDate effectiveFrom() {
        return effectiveFrom;
    }

    /** Source of a row that names none. */
    String source() {
        return source;
    }

    void add(PriceDraft draft) {
        if (!draft.refused().isEmpty()) {
            refused.addAll(draft.refused());
            return;
        }
        if (!draft.hasInputRate()) {
            skipped++;
            return;
        }
        Price price = draft.toPrice();
        Price former = prices.putIfAbsent(price.priceId(), price);
        if (former != null && !former.rates().equals(price.rates())) {
            refuse("price " + price.priceId(), "a second row with other rates", "one row per model and date");
        }
    }

    void refuse(String thing, Object value, String rule) {
        refused.add(Expected.message(thing, value, rule));
    }

    void skip() {
        skipped++;
    }

    PriceFile toPriceFile() {
        return new PriceFile(List.copyOf(prices.values()), refused, skipped);
    }
}
