package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.Call;
import io.millrace.client.CallVerdict;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionViewTest {
    private static final long NOW = 1_000_000L;
    private static final Scope WORKSPACE = Scope.ofWorkspace("acme");
    private static final Scope KEY = new Scope("acme", Dimension.API_KEY, "key-1");
    private static final Call CALL =
            Call.of("acme").with(Dimension.API_KEY, "key-1").build();

    private final DecisionView view = new DecisionView();

    @Test
    void callWithAScopeThatNoContractAllowsIsBuiltWithoutIt() {
        Call call = Call.of("acme")
                .with(Dimension.SESSION, "x".repeat(257))
                .with(Dimension.API_KEY, "key-1")
                .build();

        assertThat(call.scopes()).extracting(Scope::dimension).containsExactly(Dimension.WORKSPACE, Dimension.API_KEY);
        assertThat(Call.of("a|b").build().scopes()).isEmpty();
    }

    @Test
    void callWithoutDecisionsIsAllowed() {
        assertThat(view.verdict(CALL.scopeKeys(), NOW)).isEqualTo(CallVerdict.unconstrained(NOW));
    }

    @Test
    void mostSevereConstraintOverAllScopesDecides() {
        view.apply(decision(WORKSPACE, 1, constraint("acme/warn", Verdict.ALLOW, 10, NOW + 5)));
        view.apply(decision(KEY, 1, constraint("acme/block", Verdict.BLOCK, 0, NOW + 5)));

        CallVerdict verdict = view.verdict(CALL.scopeKeys(), NOW);

        assertThat(verdict.verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(verdict.reason()).isEqualTo(Reason.BUDGET_EXHAUSTED);
        assertThat(verdict.retryAfterMicros()).isEqualTo(5);
    }

    @Test
    void constraintIsVoidFromTheEndOfItsWindow() {
        view.apply(decision(
                KEY,
                1,
                constraint("acme/hour", Verdict.BLOCK, 0, NOW),
                constraint("acme/month", Verdict.THROTTLE, 0, NOW + 60)));

        assertThat(view.verdict(CALL.scopeKeys(), NOW - 1).verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(view.verdict(CALL.scopeKeys(), NOW).verdict()).isEqualTo(Verdict.THROTTLE);
    }

    @Test
    void earlierVersionNeverReplacesALaterOne() {
        view.apply(decision(KEY, 2, constraint("acme/p", Verdict.ALLOW, 5, NOW + 5)));
        view.apply(decision(KEY, 1, constraint("acme/p", Verdict.BLOCK, 0, NOW + 5)));

        assertThat(view.verdict(CALL.scopeKeys(), NOW).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void sameVersionAgainReplaces() {
        view.apply(decision(KEY, 1, constraint("acme/p", Verdict.ALLOW, 5, NOW + 5)));
        view.apply(decision(KEY, 1, constraint("acme/p", Verdict.BLOCK, 0, NOW + 5)));

        assertThat(view.verdict(CALL.scopeKeys(), NOW).verdict()).isEqualTo(Verdict.BLOCK);
    }

    @Test
    void scopeOfAnotherWorkspaceDoesNotCount() {
        Scope other = new Scope("other", Dimension.API_KEY, "key-1");
        view.apply(decision(other, 1, constraint("other/p", Verdict.BLOCK, 0, NOW + 5)));

        assertThat(view.verdict(CALL.scopeKeys(), NOW).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void blockWithoutEndHasNoRetryAfter() {
        view.apply(decision(WORKSPACE, 1, constraint("credit", Verdict.BLOCK, 0, null)));

        assertThat(view.verdict(CALL.scopeKeys(), Long.MAX_VALUE).verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(view.verdict(CALL.scopeKeys(), NOW).retryAfterMicros()).isNull();
    }

    private static Decision decision(Scope scope, long version, Constraint... constraints) {
        return new Decision(scope, version, NOW, List.of(constraints));
    }

    private static Constraint constraint(String policy, Verdict verdict, long left, @Nullable Long end) {
        Reason reason = verdict == Verdict.ALLOW ? Reason.WITHIN_LIMIT : Reason.BUDGET_EXHAUSTED;
        return new Constraint(policy, verdict, reason, Measure.CHARGE, 100, 100 - left, new Window(0, end));
    }
}
