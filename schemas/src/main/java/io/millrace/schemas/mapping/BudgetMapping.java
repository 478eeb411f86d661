package io.millrace.schemas.mapping;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.LimitIncrease;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;

/** Policies, decisions and alerts, and their Avro classes. */
public final class BudgetMapping {
    private static final EnumPair<io.millrace.avro.Dimension, Dimension> DIMENSIONS =
            new EnumPair<>("dimension", io.millrace.avro.Dimension.class, Dimension.class);
    private static final EnumPair<io.millrace.avro.PolicyKind, PolicyKind> KINDS =
            new EnumPair<>("policy.kind", io.millrace.avro.PolicyKind.class, PolicyKind.class);
    private static final EnumPair<io.millrace.avro.Measure, Measure> MEASURES =
            new EnumPair<>("measure", io.millrace.avro.Measure.class, Measure.class);
    private static final EnumPair<io.millrace.avro.Period, Period> PERIODS =
            new EnumPair<>("policy.period", io.millrace.avro.Period.class, Period.class);
    private static final EnumPair<io.millrace.avro.Action, Action> ACTIONS =
            new EnumPair<>("policy.action", io.millrace.avro.Action.class, Action.class);
    private static final EnumPair<io.millrace.avro.Verdict, Verdict> VERDICTS =
            new EnumPair<>("decision.verdict", io.millrace.avro.Verdict.class, Verdict.class);
    private static final EnumPair<io.millrace.avro.Reason, Reason> REASONS =
            new EnumPair<>("decision.reason", io.millrace.avro.Reason.class, Reason.class);
    private static final EnumPair<io.millrace.avro.AlertKind, AlertKind> ALERT_KINDS =
            new EnumPair<>("alert.kind", io.millrace.avro.AlertKind.class, AlertKind.class);

    private BudgetMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static Policy fromAvro(io.millrace.avro.Policy policy) {
        return new Policy(
                policy.getPolicyId(),
                policy.getWorkspaceId(),
                KINDS.fromAvro(policy.getKind()),
                DIMENSIONS.fromAvro(policy.getDimension()),
                policy.getValue(),
                MEASURES.fromAvro(policy.getMeasure()),
                policy.getLimit(),
                PERIODS.fromAvro(policy.getPeriod()),
                policy.getWindowSeconds(),
                zone("policy " + policy.getPolicyId() + " zone", policy.getZone()),
                day(policy),
                policy.getThresholdsPercent(),
                policy.getThresholdsAbsolute(),
                ACTIONS.fromAvro(policy.getAction()),
                policy.getShadow(),
                policy.getIncreases().stream()
                        .map(i -> new LimitIncrease(i.getAmount(), i.getFromMicros(), i.getUntilMicros()))
                        .toList(),
                AbuseMapping.fromAvro(policy.getAbuse()));
    }

    public static io.millrace.avro.Policy toAvro(Policy policy) {
        return new io.millrace.avro.Policy(
                policy.policyId(),
                policy.workspaceId(),
                KINDS.toAvro(policy.kind()),
                DIMENSIONS.toAvro(policy.dimension()),
                policy.value(),
                MEASURES.toAvro(policy.measure()),
                policy.limit(),
                PERIODS.toAvro(policy.period()),
                policy.windowSeconds(),
                policy.zone().getId(),
                policy.firstDayOfWeek().getValue(),
                policy.thresholdsPercent(),
                policy.thresholdsAbsolute(),
                ACTIONS.toAvro(policy.action()),
                policy.shadow(),
                policy.increases().stream()
                        .map(i -> new io.millrace.avro.LimitIncrease(i.amount(), i.fromMicros(), i.untilMicros()))
                        .toList(),
                AbuseMapping.toAvro(policy.abuse()));
    }

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static Decision fromAvro(io.millrace.avro.Decision decision) {
        return new Decision(
                new Scope(decision.getWorkspaceId(), DIMENSIONS.fromAvro(decision.getDimension()), decision.getValue()),
                decision.getVersion(),
                decision.getAsOfMicros(),
                decision.getConstraints().stream()
                        .map(BudgetMapping::constraint)
                        .toList());
    }

    public static io.millrace.avro.Decision toAvro(Decision decision) {
        Scope scope = decision.scope();
        return new io.millrace.avro.Decision(
                scope.workspaceId(),
                DIMENSIONS.toAvro(scope.dimension()),
                scope.value(),
                decision.version(),
                decision.asOfMicros(),
                decision.constraints().stream().map(BudgetMapping::constraint).toList());
    }

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static BudgetAlert fromAvro(io.millrace.avro.BudgetAlert alert) {
        return new BudgetAlert(
                Uuids.parse("alert.alert_id", alert.getAlertId(), "a UUID of 36 characters"),
                ALERT_KINDS.fromAvro(alert.getKind()),
                alert.getPolicyId(),
                new Scope(alert.getWorkspaceId(), DIMENSIONS.fromAvro(alert.getDimension()), alert.getValue()),
                MEASURES.fromAvro(alert.getMeasure()),
                alert.getThreshold(),
                alert.getThresholdPercent(),
                alert.getUsed(),
                alert.getLimit(),
                new Window(alert.getWindowStartMicros(), alert.getWindowEndMicros()),
                alert.getProjectedUsed(),
                alert.getOccurredAtMicros());
    }

    public static io.millrace.avro.BudgetAlert toAvro(BudgetAlert alert) {
        return new io.millrace.avro.BudgetAlert(
                alert.alertId().toString(),
                ALERT_KINDS.toAvro(alert.kind()),
                alert.scope().workspaceId(),
                alert.policyId(),
                DIMENSIONS.toAvro(alert.scope().dimension()),
                alert.scope().value(),
                MEASURES.toAvro(alert.measure()),
                alert.threshold(),
                alert.thresholdPercent(),
                alert.used(),
                alert.limit(),
                alert.window().startMicros(),
                alert.window().endMicros(),
                alert.projectedUsed(),
                alert.occurredAtMicros());
    }

    private static Constraint constraint(io.millrace.avro.Constraint c) {
        return new Constraint(
                c.getPolicyId(),
                VERDICTS.fromAvro(c.getVerdict()),
                REASONS.fromAvro(c.getReason()),
                MEASURES.fromAvro(c.getMeasure()),
                c.getLimit(),
                c.getUsed(),
                new Window(c.getWindowStartMicros(), c.getWindowEndMicros()));
    }

    private static io.millrace.avro.Constraint constraint(Constraint c) {
        return new io.millrace.avro.Constraint(
                c.policyId(),
                VERDICTS.toAvro(c.verdict()),
                REASONS.toAvro(c.reason()),
                MEASURES.toAvro(c.measure()),
                c.limit(),
                c.used(),
                c.window().startMicros(),
                c.window().endMicros());
    }

    static ZoneId zone(String thing, String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw Expected.illegal(thing, id, "an IANA zone such as Europe/Berlin");
        }
    }

    private static DayOfWeek day(io.millrace.avro.Policy policy) {
        int day = policy.getFirstDayOfWeek();
        if (day < 1 || day > 7) {
            throw Expected.illegal("policy " + policy.getPolicyId() + " first_day_of_week", day, "1 (Monday) to 7");
        }
        return DayOfWeek.of(day);
    }
}
