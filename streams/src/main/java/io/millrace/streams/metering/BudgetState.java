package io.millrace.streams.metering;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A budget on one scope: the counter of its newest window. Not thread-safe.
 * A record of an older window is counted there, through {@link LateWindows}, and never moves the newest one.
 */
public final class BudgetState implements PolicyState {
    private final String policyId;
    private final Period period;
    private final Measure measure;
    private @Nullable Window window;
    private BudgetCounter counter;

    /** @param window null while nothing was counted yet */
    public BudgetState(
            String policyId, Period period, Measure measure, @Nullable Window window, BudgetCounter counter) {
        this.policyId = policyId;
        this.period = period;
        this.measure = measure;
        this.window = window;
        this.counter = counter;
    }

    @Override
    public String policyId() {
        return policyId;
    }

    public Period period() {
        return period;
    }

    public Measure measure() {
        return measure;
    }

    /** The newest window; null while nothing was counted yet. */
    public @Nullable Window window() {
        return window;
    }

    public BudgetCounter counter() {
        return counter;
    }

    @Override
    public boolean fits(Policy policy) {
        return policy.period() == period && policy.measure() == measure;
    }

    @Override
    public @Nullable Crossing count(PolicyRule rule, Scope scope, long atMicros, long amount, LateWindows late) {
        Window own = rule.windowOf(atMicros);
        Window newest = window;
        if (newest != null && own.startMicros() < newest.startMicros()) {
            return countLate(rule, scope, own, amount, late);
        }
        if (newest == null || own.startMicros() > newest.startMicros()) {
            if (newest != null) {
                late.keep(scope, new BudgetState(policyId, period, measure, newest, counter));
            }
            counter = counterOf(late.find(scope, this, own));
        }
        window = own;
        return add(rule, own, counter, amount);
    }

    @Override
    public @Nullable Crossing recheck(PolicyRule rule) {
        Window newest = window;
        return newest == null ? null : add(rule, newest, counter, 0);
    }

    @Override
    public Constraint constraint(PolicyRule rule) {
        Window known = window == null ? WindowRule.ALWAYS : window;
        long limit = rule.limitIn(known);
        boolean reached = counter.used() >= limit;
        return new Constraint(policyId, rule.verdict(reached), reason(reached), measure, limit, counter.used(), known);
    }

    /** {@link Move#of} without making a constraint: asked for each call. */
    @Override
    public Move moved(PolicyRule rule, Constraint told, long asOfMicros) {
        Window known = window == null ? WindowRule.ALWAYS : window;
        long limit = rule.limitIn(known);
        long used = counter.used();
        boolean same = told.limit() == limit
                && told.reason() == reason(used >= limit)
                && told.verdict() == rule.verdict(used >= limit)
                && Objects.equals(told.window(), known) // mostly the same object
                && told.policyId().equals(policyId);
        return same ? Move.ofUse(told, used) : Move.AT_ONCE;
    }

    private static Reason reason(boolean reached) {
        return reached ? Reason.BUDGET_EXHAUSTED : Reason.WITHIN_LIMIT;
    }

    private @Nullable Crossing countLate(PolicyRule rule, Scope scope, Window own, long amount, LateWindows late) {
        BudgetCounter older = counterOf(late.find(scope, this, own));
        Crossing crossing = add(rule, own, older, amount);
        late.keep(scope, new BudgetState(policyId, period, measure, own, older));
        return crossing;
    }

    private static BudgetCounter counterOf(@Nullable BudgetState state) {
        return state == null ? new BudgetCounter() : state.counter;
    }

    private static @Nullable Crossing add(PolicyRule rule, Window window, BudgetCounter counter, long amount) {
        long limit = rule.limitIn(window);
        List<Threshold> crossed = counter.add(amount, rule.thresholds(limit));
        return crossed.isEmpty() ? null : new Crossing(window, counter.used(), limit, crossed);
    }
}
