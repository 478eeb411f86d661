package io.millrace.streams.metering;

import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The lines of a drawdown in their order, none below 0: what a line is short of is taken off the others, first in order
 * first, so that their sum stays what it was.
 *
 * @param costLeft what no line could make up for: $0 or below, for the next drawdown
 */
record SettledLines(List<DrawdownLine> lines, Money costLeft) {
    private static final Comparator<LineSum> ORDER = Comparator.comparing(LineSum::provider)
            .thenComparing(LineSum::model)
            .thenComparing(sum -> sum.feature() == null ? "" : sum.feature());

    SettledLines {
        lines = List.copyOf(lines);
    }

    /**
     * @param sums the charges of which sum to $0 or more
     * @param costBefore what lines before could not make up for, $0 or below
     */
    static SettledLines of(Collection<LineSum> sums, Money costBefore) {
        List<LineSum> sorted = new ArrayList<>(sums);
        sorted.sort(ORDER);
        long[] charges = sorted.stream().mapToLong(LineSum::chargeNanoUsd).toArray();
        long[] costs = sorted.stream().mapToLong(LineSum::costNanoUsd).toArray();
        settle(charges, 0);
        long costLeft = settle(costs, costBefore.nanoUsd());
        List<DrawdownLine> lines = new ArrayList<>(sorted.size());
        for (int i = 0; i < charges.length; i++) {
            LineSum sum = sorted.get(i);
            lines.add(new DrawdownLine(
                    sum.provider(),
                    sum.model(),
                    sum.feature(),
                    new Money(charges[i]),
                    new Money(costs[i]),
                    sum.recordCount()));
        }
        return new SettledLines(lines, new Money(costLeft));
    }

    /** The first in order. */
    static LineSum first(Collection<LineSum> sums) {
        return Collections.min(sums, ORDER);
    }

    private static long settle(long[] amounts, long before) {
        long left = before;
        for (int i = 0; i < amounts.length; i++) {
            if (amounts[i] < 0) {
                left = Math.addExact(left, amounts[i]);
                amounts[i] = 0;
            }
        }
        for (int i = 0; i < amounts.length && left < 0; i++) {
            long taken = Math.min(amounts[i], -left);
            amounts[i] -= taken;
            left += taken;
        }
        return left;
    }
}
