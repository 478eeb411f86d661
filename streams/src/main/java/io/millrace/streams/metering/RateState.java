package io.millrace.streams.metering;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rate limit on one scope. Its constraint is void from the first instant at which the limit would have room again.
 * Thresholds fire once in each span of the window's length, [N·length, N·length + length). Not thread-safe.
 */
public final class RateState implements PolicyState {
    private final String policyId;
    private final Measure measure;
    private final RateWindow window;
    private BudgetCounter estimate;

    /** @param estimate the estimate as of the last record, with the thresholds fired in the current span */
    public RateState(String policyId, Measure measure, RateWindow window, BudgetCounter estimate) {
        this.policyId = policyId;
        this.measure = measure;
        this.window = window;
        this.estimate = estimate;
    }

    static long lengthMicros(Policy policy) {
        return policy.windowSeconds() * Micros.PER_SECOND;
    }

    @Override
    public String policyId() {
        return policyId;
    }

    public Measure measure() {
        return measure;
    }

    public RateWindow window() {
        return window;
    }

    public BudgetCounter estimate() {
        return estimate;
    }

    @Override
    public boolean fits(Policy policy) {
        return lengthMicros(policy) == window.lengthMicros() && policy.measure() == measure;
    }

    @Override
    public @Nullable Crossing count(PolicyRule rule, Scope scope, long atMicros, long amount, LateWindows late) {
        if (window.add(atMicros, amount)) {
            estimate = new BudgetCounter();
        }
        return recheck(rule);
    }

    @Override
    public @Nullable Crossing recheck(PolicyRule rule) {
        long limit = rule.limit();
        List<Threshold> crossed = estimate.set(window.estimate(), rule.thresholds(limit));
        return crossed.isEmpty() ? null : new Crossing(span(), estimate.used(), limit, crossed);
    }

    @Override
    public Constraint constraint(PolicyRule rule) {
        long limit = rule.limit();
        boolean reached = estimate.used() >= limit;
        Verdict verdict = rule.verdict(reached);
        Window shown =
                verdict == Verdict.ALLOW ? span() : new Window(window.spanStartMicros(), window.belowFrom(limit));
        return new Constraint(
                policyId,
                verdict,
                reached ? Reason.RATE_EXCEEDED : Reason.WITHIN_LIMIT,
                measure,
                limit,
                estimate.used(),
                shown);
    }

    @Override
    public Move moved(PolicyRule rule, Constraint told, long asOfMicros) {
        return Move.ofSliding(told, constraint(rule), asOfMicros);
    }

    private Window span() {
        long start = window.spanStartMicros();
        return new Window(start, start + window.lengthMicros());
    }
}
