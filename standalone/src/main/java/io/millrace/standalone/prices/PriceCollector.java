package io.millrace.standalone.prices;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rating.Price;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the prices of one file, each id once, and the lines about what was not taken as it stands. Not thread-safe. */
final class PriceCollector {
    private final LocalDate effectiveFrom;
    private final String source;
    private final Map<String, Price> prices = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> simplified = new ArrayList<>();

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

    /** Takes a draft for a price, or says why it is none. */
    void add(PriceDraft draft) {
        String unusable = draft.unusable();
        if (!draft.refused().isEmpty()) {
            refused.addAll(draft.refused());
        } else if (unusable != null) {
            leftOut.add(unusable);
        } else {
            take(draft);
        }
    }

    private void take(PriceDraft draft) {
        Price price;
        try {
            price = draft.toPrice();
        } catch (IllegalArgumentException e) {
            refused.add(draft.name() + " " + e.getMessage());
            return;
        }
        Price former = prices.putIfAbsent(price.priceId(), price);
        if (former == null) {
            simplified.addAll(draft.simplified());
        } else if (!former.rates().equals(price.rates())) {
            refuse("price " + price.priceId(), "a second row with other rates", "one row per model and date");
        }
    }

    void refuse(String thing, Object value, String rule) {
        refused.add(Expected.message(thing, value, rule));
    }

    /** Says what of the file no price holds. */
    void simplify(String line) {
        simplified.add(line);
    }

    PriceFile toPriceFile() {
        return new PriceFile(List.copyOf(prices.values()), refused, leftOut, simplified);
    }
}
