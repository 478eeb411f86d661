package io.millrace.streams.metering;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.scope.Dimension;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

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

    public static Policy shadow(Policy p) {
        return new Policy(
                p.policyId(),
                p.workspaceId(),
                p.kind(),
                p.dimension(),
                p.value(),
                p.measure(),
                p.limit(),
                p.period(),
                p.windowSeconds(),
                p.zone(),
                p.firstDayOfWeek(),
                p.thresholdsPercent(),
                p.thresholdsAbsolute(),
                p.action(),
                true,
                p.increases(),
                p.abuse());
    }

    public static Policy changed(Policy p, long limit, List<Integer> percents, boolean shadow) {
        return new Policy(
                p.policyId(),
                p.workspaceId(),
                p.kind(),
                p.dimension(),
                p.value(),
                p.measure(),
                limit,
                p.period(),
                p.windowSeconds(),
                p.zone(),
                p.firstDayOfWeek(),
                percents,
                p.thresholdsAbsolute(),
                p.action(),
                shadow,
                p.increases(),
                p.abuse());
    }

    public static Policy startingWeeks(Policy p, DayOfWeek first) {
        return new Policy(
                p.policyId(),
                p.workspaceId(),
                p.kind(),
                p.dimension(),
                p.value(),
                p.measure(),
                p.limit(),
                p.period(),
                p.windowSeconds(),
                p.zone(),
                first,
                p.thresholdsPercent(),
                p.thresholdsAbsolute(),
                p.action(),
                p.shadow(),
                p.increases(),
                p.abuse());
    }

    public static Policy watching(Policy p, String value, long limit) {
        return new Policy(
                p.policyId(),
                p.workspaceId(),
                p.kind(),
                p.dimension(),
                value,
                p.measure(),
                limit,
                p.period(),
                p.windowSeconds(),
                p.zone(),
                p.firstDayOfWeek(),
                p.thresholdsPercent(),
                p.thresholdsAbsolute(),
                p.action(),
                p.shadow(),
                p.increases(),
                p.abuse());
    }
}
