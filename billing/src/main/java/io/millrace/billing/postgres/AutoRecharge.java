package io.millrace.billing.postgres;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;

/**
 * When and how much a prepaid workspace's card is charged by itself.
 *
 * @param threshold a balance below it opens a top-up
 * @param amountCents whole cents of USD, at least Stripe's 50
 * @param dailyMax top-ups opened within 24 hours at most
 */
public record AutoRecharge(Money threshold, long amountCents, int dailyMax) {
    public static final long AMOUNT_CENTS_MIN = 50;
    public static final long AMOUNT_CENTS_MAX = 99_999_999;

    public AutoRecharge {
        requireAmount(amountCents);
        if (dailyMax < 1) {
            throw Expected.illegal("auto-recharge daily_max", dailyMax, ">= 1");
        }
    }

    static void requireAmount(long amountCents) {
        if (amountCents < AMOUNT_CENTS_MIN || amountCents > AMOUNT_CENTS_MAX) {
            throw Expected.illegal("top-up amount_cents", amountCents, AMOUNT_CENTS_MIN + " to " + AMOUNT_CENTS_MAX);
        }
    }
}
