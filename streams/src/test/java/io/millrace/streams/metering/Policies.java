package io.millrace.streams.metering;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.scope.Dimension;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;

/** Policies of workspace w for tests. */
public final class Policies {
    private Policies() {}

    public static Policy budget(String name, Dimension dimension, Measure measure, long limit, Period period) {
        return budget(name, dimension, measure, limit, period, ZoneOffset.UTC, Action.BLOCK, List.of(50, 100));
    }

    public static Policy budget(
            String name,
            Dimension dimension,
            Measure measure,
            long limit,
            Period period,
            ZoneId zone,
            Action action,
            List<Integer> percents) {
        return new Policy(
                "w/" + name,
                "w",
                PolicyKind.BUDGET,
                dimension,
                "*",
                measure,
                limit,
                period,
                0,
                zone,
                DayOfWeek.MONDAY,
                percents,
                List.of(),
                action,
                false);
    }

    public static Policy rate(String name, Dimension dimension, Measure measure, long limit, int seconds) {
        return new Policy(
                "w/" + name,
                "w",
                PolicyKind.RATE_LIMIT,
                dimension,
                "*",
                measure,
                limit,
                Period.SLIDING,
                seconds,
                ZoneOffset.UTC,
                DayOfWeek.MONDAY,
                List.of(),
                List.of(),
                Action.THROTTLE,
                false);
    }

    public static Policy shadow(Policy policy) {
        return with(policy, raw -> raw.setShadow(true));
    }

    public static Policy changed(Policy policy, long limit, List<Integer> percents, boolean shadow) {
        return with(policy, raw -> {
            raw.setLimit(limit);
            raw.setThresholdsPercent(percents);
            raw.setShadow(shadow);
        });
    }

    public static Policy startingWeeks(Policy policy, DayOfWeek first) {
        return with(policy, raw -> raw.setFirstDayOfWeek(first.getValue()));
    }

    public static Policy watching(Policy policy, String value, long limit) {
        return with(policy, raw -> {
            raw.setValue(value);
            raw.setLimit(limit);
        });
    }

    private static Policy with(Policy policy, Consumer<io.millrace.avro.Policy> change) {
        io.millrace.avro.Policy raw = BudgetMapping.toAvro(policy);
        change.accept(raw);
        return BudgetMapping.fromAvro(raw);
    }
}
