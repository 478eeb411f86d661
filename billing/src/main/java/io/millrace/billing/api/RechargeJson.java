package io.millrace.billing.api;

import io.millrace.billing.charging.RechargeRule;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the card is charged by itself. All but {@code enabled} are null where it is not.
 *
 * @param threshold a balance below it opens a top-up
 * @param amount of that top-up at least, whole cents
 * @param target balance to fill up to; null for the threshold itself
 * @param dailyMax top-ups opened within 24 hours at most
 * @param chargeMax most in one charge, whole cents
 * @param dayMax most within 24 hours, whole cents; null where there is no such bound
 * @param cooldownSeconds from one success to the next top-up at least
 */
record RechargeJson(
        boolean enabled,
        @Nullable Money threshold,
        @Nullable Nano thresholdNano,
        @Nullable Money amount,
        @Nullable Nano amountNano,
        @Nullable Money target,
        @Nullable Nano targetNano,
        @Nullable Integer dailyMax,
        @Nullable Money chargeMax,
        @Nullable Nano chargeMaxNano,
        @Nullable Money dayMax,
        @Nullable Nano dayMaxNano,
        @Nullable Integer cooldownSeconds) {
    private static final RechargeJson OFF =
            new RechargeJson(false, null, null, null, null, null, null, null, null, null, null, null, null);

    static RechargeJson of(Optional<AutoRecharge> recharge) {
        return recharge.map(RechargeJson::of).orElse(OFF);
    }

    private static RechargeJson of(AutoRecharge recharge) {
        RechargeRule rule = recharge.rule();
        Money amount = Money.ofCents(rule.amountCents());
        Money chargeMax = Money.ofCents(rule.chargeCentsMax());
        Money dayMax = rule.dayCentsMax() == null ? null : Money.ofCents(rule.dayCentsMax());
        return new RechargeJson(
                true,
                rule.threshold(),
                Nano.of(rule.threshold()),
                amount,
                Nano.of(amount),
                rule.target(),
                rule.target() == null ? null : Nano.of(rule.target()),
                recharge.dailyMax(),
                chargeMax,
                Nano.of(chargeMax),
                dayMax,
                dayMax == null ? null : Nano.of(dayMax),
                Math.toIntExact(recharge.cooldown().toSeconds()));
    }

    /** As it shall be, all of it anew. Threshold, amount and daily_max are needed where it is enabled, and nothing else is. */
    record Terms(
            Boolean enabled,
            @Nullable Money threshold,
            @Nullable Money amount,
            @Nullable Money target,
            @Nullable Integer dailyMax,
            @Nullable Money chargeMax,
            @Nullable Money dayMax,
            @Nullable Integer cooldownSeconds) {
        @Nullable
        AutoRecharge toSet() {
            if (enabled) {
                return rule();
            }
            requireNone("threshold", threshold);
            requireNone("amount", amount);
            requireNone("target", target);
            requireNone("daily_max", dailyMax);
            requireNone("charge_max", chargeMax);
            requireNone("day_max", dayMax);
            requireNone("cooldown_seconds", cooldownSeconds);
            return null;
        }

        private AutoRecharge rule() {
            Money below = require("threshold", threshold);
            long cents = cents("amount", require("amount", amount));
            int times = require("daily_max", dailyMax);
            Call.valid("daily_max", () -> Rules.between("daily_max", times, 1, Integer.MAX_VALUE));
            long most = chargeMax == null ? RechargeRule.CENTS_MAX : cents("charge_max", chargeMax);
            Long dayMost = dayMax == null ? null : cents("day_max", dayMax);
            Duration pause = Duration.ofSeconds(Objects.requireNonNullElse(cooldownSeconds, 0));
            RechargeRule fixed = Call.valid("charge_max", () -> new RechargeRule(below, cents, null, most, dayMost));
            RechargeRule rule = Call.valid(
                    "target",
                    () -> new RechargeRule(below, cents, target, fixed.chargeCentsMax(), fixed.dayCentsMax()));
            return Call.valid("cooldown_seconds", () -> new AutoRecharge(rule, times, pause));
        }

        private static long cents(String name, Money value) {
            return Call.valid(name, () -> Rules.chargeable(name, value));
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
