package io.millrace.streams.metering;

import io.millrace.schemas.money.CostSum;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.CostLine;
import java.util.ArrayList;
import java.util.List;

/** The lines of one call under one price, as they are added. Not thread-safe. */
final class Bill {
    private final RateCard card;
    private final RequestClass request;
    private final List<CostLine> lines = new ArrayList<>(4);
    private final CostSum sum = new CostSum();

    Bill(RateCard card, RequestClass request) {
        this.card = card;
        this.request = request;
    }

    /** Adds a line for units above 0; what neither has a rate nor falls back to one is not billed. */
    void add(Component component, long units) {
        if (units <= 0) {
            return;
        }
        Rate rate = card.rate(component, request);
        if (rate != null) {
            lines.add(new CostLine(component, units, rate));
            sum.add(units, rate);
        }
    }

    /** Adds a line for a part of a whole, at most the whole, where the part has a rate of its own. What is left of the whole. */
    long take(Component component, long part, long whole) {
        long units = Math.min(part, whole);
        if (units <= 0 || card.ownRate(component, request) == null) {
            return whole;
        }
        add(component, units);
        return whole - units;
    }

    List<CostLine> lines() {
        return lines;
    }

    /** The exact sum of the lines times parts per million, rounded once, half-even, to nano-USD. */
    Money total(long multiplierPpm) {
        return sum.toMoney(multiplierPpm);
    }
}
