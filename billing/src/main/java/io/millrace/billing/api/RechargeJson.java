package io.millrace.billing.api;

import io.millrace.billing.postgres.api.RechargeTerms;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the card is charged by itself. All but {@code enabled} are null where it is not.
 *
 * @param threshold a balance below it opens a top-up
 * @param amount of that top-up, whole cents
 * @param dailyMax top-ups opened within 24 hours at most
 */
record RechargeJson(
        boolean enabled,
        @Nullable Money threshold,
        @Nullable Nano thresholdNano,
        @Nullable Money amount,
        @Nullable Nano amountNano,
        @Nullable Integer dailyMax) {
    static RechargeJson of(Optional<RechargeTerms> recharge) {
        return recharge.map(rule -> of(rule.threshold(), Money.ofCents(rule.amountCents()), rule.dailyMax()))
                .orElseGet(() -> new RechargeJson(false, null, null, null, null, null));
    }

    private static RechargeJson of(Money threshold, Money amount, int dailyMax) {
        return new RechargeJson(true, threshold, Nano.of(threshold), amount, Nano.of(amount), dailyMax);
    }

    /** As it shall be; threshold, amount and daily_max go with enabled alone, and all of them. */
    record Terms(
            Boolean enabled,
            @Nullable Money threshold,
            @Nullable Money amount,
            @Nullable Integer dailyMax) {
        @Nullable
        RechargeTerms toSet() {
            if (!enabled) {
                requireNone("threshold", threshold);
                requireNone("amount", amount);
                requireNone("daily_max", dailyMax);
                return null;
            }
            Money below = require("threshold", threshold);
            Money charged = require("amount", amount);
            int most = require("daily_max", dailyMax);
            Call.valid("daily_max", () -> Rules.between("daily_max", most, 1, Integer.MAX_VALUE));
            return Call.valid("amount", () -> new RechargeTerms(below, Rules.cents("amount", charged), most));
        }

        private static <T> T require(String name, @Nullable T value) {
            if (value == null) {
                throw ApiException.param(
                        "parameter_missing", name, Expected.message(name, "missing", "a value, where it is enabled"));
            }
            return value;
        }

        private static void requireNone(String name, @Nullable Object value) {
            if (value != null) {
                throw ApiException.param(
                        "parameter_invalid", name, Expected.message(name, value, "none, where it is not enabled"));
            }
        }
    }
}
