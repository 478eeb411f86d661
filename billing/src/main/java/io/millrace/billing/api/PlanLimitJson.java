package io.millrace.billing.api;

import io.millrace.billing.plan.PlanLimit;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a plan.
 *
 * @param amount of charge or cost; null of anything else
 * @param count of tokens or requests; null of anything else
 * @param windowSeconds of a sliding one; null of a calendar period
 * @param dimension each value of it is limited
 */
record PlanLimitJson(
        Measure measure,
        @Nullable Money amount,
        @Nullable Nano amountNano,
        @Nullable Long count,
        Period period,
        @Nullable Integer windowSeconds,
        Action action,
        Dimension dimension) {
    static PlanLimitJson of(PlanLimit limit) {
        Money amount = isMoney(limit.measure()) ? new Money(limit.limit()) : null;
        return new PlanLimitJson(
                limit.measure(),
                amount,
                amount == null ? null : Nano.of(amount),
                amount == null ? limit.limit() : null,
                limit.period(),
                limit.period() == Period.SLIDING ? limit.windowSeconds() : null,
                limit.action(),
                limit.dimension());
    }

    private static boolean isMoney(Measure measure) {
        return measure == Measure.CHARGE || measure == Measure.COST;
    }

    /**
     * One to be set; 0 allows nothing.
     *
     * @param amount for charge and cost, and must be there
     * @param count for tokens and requests, and must be there
     * @param windowSeconds for a sliding one, and must be there
     * @param dimension workspace if left out
     */
    record New(
            Measure measure,
            @Nullable Money amount,
            @Nullable Long count,
            Period period,
            @Nullable Integer windowSeconds,
            Action action,
            @Nullable Dimension dimension) {
        /** @param path where it is in the request */
        PlanLimit toLimit(String path) {
            boolean money = isMoney(measure);
            requireOnly(path + ".amount", amount, money, "the measure is charge or cost");
            requireOnly(path + ".count", count, !money, "the measure is tokens or requests");
            requireOnly(path + ".window_seconds", windowSeconds, period == Period.SLIDING, "the period is sliding");
            long limit = amount == null ? Objects.requireNonNull(count) : amount.nanoUsd();
            int seconds = Objects.requireNonNullElse(windowSeconds, 0);
            Dimension each = Objects.requireNonNullElse(dimension, Dimension.WORKSPACE);
            return Call.valid(path, () -> new PlanLimit(each, measure, limit, period, seconds, action));
        }

        private static void requireOnly(String name, @Nullable Object value, boolean wanted, String where) {
            if (wanted && value == null) {
                throw ApiException.param(
                        "parameter_missing", name, Expected.message(name, "missing", "a value, where " + where));
            }
            if (!wanted && value != null) {
                throw ApiException.param(
                        "parameter_invalid", name, Expected.message(name, value, "none, unless " + where));
            }
        }
    }
}
