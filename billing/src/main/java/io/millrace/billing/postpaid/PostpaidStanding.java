package io.millrace.billing.postpaid;

import io.millrace.schemas.money.Money;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether a workspace is charged now. It has a payment method, and nothing of it is being charged.
 *
 * @param nextPeriod the first month that was not cut
 * @param owed from $0
 * @param last its newest charge; null where there was none
 * @param later tells what usage of later months is owed, or was before it was paid
 */
public record PostpaidStanding(
        PostpaidTerms terms,
        YearMonth nextPeriod,
        Money owed,
        @Nullable LastCharge last,
        Later later) {
    /** Usage by month. */
    @FunctionalInterface
    public interface Later {
        /** What no grant paid of the usage of the months after one, as statements count them. */
        Money usedAfter(YearMonth month);
    }

    /** What is owed for a month and those before: what was paid has paid the oldest first. */
    Money owedThrough(YearMonth month) {
        return new Money(Math.max(0, owed.minus(later.usedAfter(month)).nanoUsd()));
    }
}
