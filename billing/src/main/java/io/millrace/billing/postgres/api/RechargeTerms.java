package io.millrace.billing.postgres.api;

import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.schemas.money.Money;

/**
 * When and how much a card is charged by itself, as far as the API sets it.
 *
 * @param threshold a balance below it opens a top-up
 * @param amountCents whole cents of USD that can be charged
 * @param dailyMax top-ups opened within 24 hours at most, from 1
 */
public record RechargeTerms(Money threshold, long amountCents, int dailyMax) {
    public RechargeTerms {
        // The ledger's own rule refuses what cannot be charged.
        AutoRecharge rule = new AutoRecharge(threshold, amountCents, dailyMax);
        dailyMax = rule.dailyMax();
    }

    /** @throws IllegalArgumentException where a card cannot be charged it */
    public static long requireChargeable(long amountCents) {
        return new RechargeTerms(Money.ZERO, amountCents, 1).amountCents();
    }
}
