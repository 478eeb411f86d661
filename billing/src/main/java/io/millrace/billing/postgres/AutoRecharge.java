package io.millrace.billing.postgres;

import io.millrace.billing.charging.RechargeRule;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.time.Duration;

/**
 * When and how much a prepaid workspace's card is charged by itself.
 *
 * @param rule a balance below its threshold opens a top-up of its amount
 * @param dailyMax top-ups opened within 24 hours at most
 * @param cooldown from one success to the next opening at least, in whole seconds, 0 to 365 days; 0 for none
 */
public record AutoRecharge(RechargeRule rule, int dailyMax, Duration cooldown) {
    private static final Duration COOLDOWN_MAX = Duration.ofDays(365);

    public AutoRecharge {
        if (dailyMax < 1) {
            throw Expected.illegal("auto-recharge daily_max", dailyMax, ">= 1");
        }
        if (cooldown.isNegative() || cooldown.compareTo(COOLDOWN_MAX) > 0) {
            throw Expected.illegal("auto-recharge cooldown", cooldown, "0 to 365 days");
        }
    }

    /** A fixed amount, or more where that would leave the balance below the threshold; no cooldown. */
    public AutoRecharge(Money threshold, long amountCents, int dailyMax) {
        this(new RechargeRule(threshold, amountCents, null, RechargeRule.CENTS_MAX, null), dailyMax, Duration.ZERO);
    }
}
