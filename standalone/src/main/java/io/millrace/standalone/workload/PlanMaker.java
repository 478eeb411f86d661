package io.millrace.standalone.workload;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.time.Micros;
import java.time.DayOfWeek;
import java.util.List;
import java.util.stream.Stream;

/** Sets the limits of a plan as parts of what is expected. */
final class PlanMaker {
    /** The rate window is this part of the span: long enough for a decision to arrive in a run at full speed. */
    private static final long WINDOWS_IN_SPAN = 6;

    private static final int WINDOW_SECONDS_MAX = 7 * 24 * 3600;
    private static final long WARNED_PERCENT = 80;
    private static final long THROTTLED_PERCENT = 75;
    private static final long BLOCKED_PERCENT = 60;
    /** The card is charged when half of the expected charge is drawn; the grant alone outlasts the run. */
    private static final long CHARGED_GRANT_PERCENT = 130;

    private static final long CHARGED_THRESHOLD_PERCENT = 80;
    private static final long QUIET_GRANT_PERCENT = 300;
    private static final long QUIET_THRESHOLD_PERCENT = 50;
    private static final long RECHARGE_CENTS_MIN = 100;
    private static final Money HARMLESS = Money.parseUsd("1000000");
    private static final String CARD = "pm_card_visa";

    private final Cast cast;
    private final Expectation expected;
    private final long windowMicros;

    PlanMaker(Cast cast, Expectation expected, long windowMicros) {
        this.cast = cast;
        this.expected = expected;
        this.windowMicros = windowMicros;
    }

    static long windowSeconds(long spanMicros) {
        return Math.max(1, Math.min(WINDOW_SECONDS_MAX, spanMicros / WINDOWS_IN_SPAN / Micros.PER_SECOND));
    }

    WorkloadPlan plan() {
        return new WorkloadPlan(
                cast.workspaces(),
                List.of(warned(), throttled(false), blocked(), eachModel(), eachUser()),
                prepaid().map(this::credit).toList());
    }

    WorkloadPlan harmlessPlan() {
        return new WorkloadPlan(
                cast.workspaces().stream().map(PlanMaker::neverBlocked).toList(),
                List.of(warned(), throttled(true), eachModel(), eachUser()),
                prepaid()
                        .map(tenant -> new CreditPlan(tenant.id(), HARMLESS, Money.ZERO, RECHARGE_CENTS_MIN, CARD))
                        .toList());
    }

    private Stream<Tenant> prepaid() {
        return cast.tenants().stream().filter(tenant -> tenant.workspace().billingMode() == BillingMode.PREPAID);
    }

    private CreditPlan credit(Tenant tenant) {
        boolean charged = tenant == Role.CHARGED.of(cast);
        long charge = expected.chargeNanoUsd(tenant);
        return new CreditPlan(
                tenant.id(),
                Money.ofCents(cents(percent(charge, charged ? CHARGED_GRANT_PERCENT : QUIET_GRANT_PERCENT))),
                new Money(percent(charge, charged ? CHARGED_THRESHOLD_PERCENT : QUIET_THRESHOLD_PERCENT)),
                Math.max(RECHARGE_CENTS_MIN, cents(percent(charge, 100))),
                CARD);
    }

    private Policy warned() {
        Workspace workspace = Role.WARNED.of(cast).workspace();
        long limit = percent(expected.warnedDayChargeNanoUsd(), WARNED_PERCENT);
        return budget(workspace, "daily-spend", Dimension.WORKSPACE, workspace.workspaceId(), limit, Period.DAY)
                .toPolicy(List.of(50, 80, 100), Action.NOTIFY);
    }

    private Policy blocked() {
        long limit = percent(expected.blockedKeyChargeNanoUsd(), BLOCKED_PERCENT);
        String key = Role.BLOCKED.keyOf(cast).id();
        return budget(Role.BLOCKED.of(cast).workspace(), "trial", Dimension.API_KEY, key, limit, Period.LIFETIME)
                .toPolicy(List.of(80, 100), Action.BLOCK);
    }

    private Policy throttled(boolean shadow) {
        Workspace workspace = Role.THROTTLED.of(cast).workspace();
        return new Policy(
                workspace.workspaceId() + "/requests",
                workspace.workspaceId(),
                PolicyKind.RATE_LIMIT,
                Dimension.API_KEY,
                Role.THROTTLED.keyOf(cast).id(),
                Measure.REQUESTS,
                Math.max(1, percent(expected.throttledWindowCalls(), THROTTLED_PERCENT)),
                Period.SLIDING,
                Math.toIntExact(windowMicros / Micros.PER_SECOND),
                workspace.zone(),
                DayOfWeek.MONDAY,
                List.of(),
                List.of(),
                Action.THROTTLE,
                shadow);
    }

    /** A monthly budget for each model on its own: none is reached. */
    private Policy eachModel() {
        Tenant tenant = Role.THROTTLED.of(cast);
        long limit = percent(expected.chargeNanoUsd(tenant), 2_000);
        return budget(tenant.workspace(), "model", Dimension.MODEL, Policy.EACH_VALUE, limit, Period.MONTH)
                .toPolicy(List.of(100), Action.NOTIFY);
    }

    /** A weekly budget for each user on its own: none is reached. */
    private Policy eachUser() {
        Tenant tenant = Role.WARNED.of(cast);
        long limit = percent(expected.chargeNanoUsd(tenant), 2_000);
        return budget(tenant.workspace(), "user", Dimension.USER, Policy.EACH_VALUE, limit, Period.WEEK)
                .toPolicy(List.of(100), Action.NOTIFY);
    }

    private static Budget budget(
            Workspace workspace, String name, Dimension dimension, String value, long limit, Period period) {
        return new Budget(workspace, name, dimension, value, Math.max(1, limit), period);
    }

    private static Workspace neverBlocked(Workspace workspace) {
        return new Workspace(
                workspace.workspaceId(),
                workspace.plan(),
                workspace.zone(),
                workspace.status(),
                workspace.billingMode(),
                workspace.markupPpm(),
                workspace.ownKeyMarkupPpm(),
                // Of a postpaid workspace a limit above $0 is a credit limit; without one it is not blocked at all.
                workspace.billingMode() == BillingMode.PREPAID ? HARMLESS : Money.ZERO,
                workspace.failOpen(),
                workspace.retentionClass());
    }

    /** Divides first: an expected charge may be near the range of a long. */
    private static long percent(long amount, long percent) {
        return amount / 100 * percent + amount % 100 * percent / 100;
    }

    /** Rounded up. */
    private static long cents(long nanoUsd) {
        return 1 + new Money(nanoUsd).floorCents();
    }

    private record Budget(
            Workspace workspace, String name, Dimension dimension, String value, long limit, Period period) {
        Policy toPolicy(List<Integer> thresholds, Action action) {
            return new Policy(
                    workspace.workspaceId() + "/" + name,
                    workspace.workspaceId(),
                    PolicyKind.BUDGET,
                    dimension,
                    value,
                    Measure.CHARGE,
                    limit,
                    period,
                    0,
                    workspace.zone(),
                    DayOfWeek.MONDAY,
                    thresholds,
                    List.of(),
                    action,
                    false);
        }
    }
}
