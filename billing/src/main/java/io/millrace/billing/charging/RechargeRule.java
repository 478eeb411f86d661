package io.millrace.billing.charging;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How much is charged when a balance is below its threshold: what is missing to the target, or to the threshold where there is
 * none, rounded up to whole cents; at least the amount, and cut to the most that may be charged. Pure.
 *
 * @param threshold a balance below it is charged for
 * @param amountCents least to charge, whole cents of USD
 * @param target balance to fill up to; null for the threshold itself
 * @param chargeCentsMax most in one charge
 * @param dayCentsMax most within 24 hours; null where there is no such bound
 */
public record RechargeRule(
        Money threshold,
        long amountCents,
        @Nullable Money target,
        long chargeCentsMax,
        @Nullable Long dayCentsMax) {
    /** Stripe's least and most. */
    public static final long CENTS_MIN = 50;

    public static final long CENTS_MAX = 99_999_999;

    private static final BigInteger NANO_PER_CENT = BigInteger.valueOf(Money.NANO_PER_CENT);

    public RechargeRule {
        requireCents("top-up amount_cents", amountCents);
        if (chargeCentsMax < amountCents || chargeCentsMax > CENTS_MAX) {
            throw Expected.illegal(
                    "auto-recharge charge_max", chargeCentsMax, amountCents + " to " + CENTS_MAX + " cents");
        }
        if (dayCentsMax != null && dayCentsMax < CENTS_MIN) {
            throw Expected.illegal("auto-recharge day_max", dayCentsMax, ">= " + CENTS_MIN + " cents");
        }
        if (target != null && target.compareTo(threshold) < 0) {
            throw Expected.illegal("auto-recharge target", target, ">= threshold " + threshold);
        }
    }

    /** @throws IllegalArgumentException outside of what Stripe charges at once, 50 to 99,999,999 cents */
    public static void requireCents(String thing, long cents) {
        if (cents < CENTS_MIN || cents > CENTS_MAX) {
            throw Expected.illegal(thing, cents, CENTS_MIN + " to " + CENTS_MAX);
        }
    }

    /**
     * What to charge now, in whole cents.
     *
     * @param dayCents charged by itself within the last 24 hours, or being charged
     * @return empty where the balance is not below the threshold, or less than Stripe's least may be charged
     */
    public OptionalLong cents(Money balance, long dayCents) {
        if (balance.compareTo(threshold) >= 0) {
            return OptionalLong.empty();
        }
        Money goal = target == null ? threshold : target;
        BigInteger missing = missingCents(balance, goal);
        long most = dayCentsMax == null ? chargeCentsMax : Math.min(chargeCentsMax, dayCentsMax - dayCents);
        long cents = missing.max(BigInteger.valueOf(amountCents))
                .min(BigInteger.valueOf(Math.max(most, 0)))
                .longValueExact();
        return cents < CENTS_MIN ? OptionalLong.empty() : OptionalLong.of(cents);
    }

    /** Rounded up; positive. Big, since the difference of two balances need not fit. */
    private static BigInteger missingCents(Money balance, Money goal) {
        BigInteger nano = BigInteger.valueOf(goal.nanoUsd()).subtract(BigInteger.valueOf(balance.nanoUsd()));
        return nano.add(NANO_PER_CENT.subtract(BigInteger.ONE)).divide(NANO_PER_CENT);
    }
}
