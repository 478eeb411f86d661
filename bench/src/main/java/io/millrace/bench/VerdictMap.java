package io.millrace.bench;

import io.millrace.client.Call;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: the view as a concurrent map of records, as the client's first version had it, and the decisions both are
 * filled with: six dimensions, ten values of each in a workspace (one of them is the workspace itself), two constraints on each. Not changed after it is filled.
 */
final class VerdictMap {
    static final int DECISIONS = 1_000_000;
    static final long NOW = 1_000;

    private static final Dimension[] DIMENSIONS = {
        Dimension.API_KEY, Dimension.USER, Dimension.TEAM, Dimension.MODEL, Dimension.FEATURE, Dimension.SESSION
    };
    private static final int VALUES = 10;

    private final Map<Scope, Decision> decisions = new ConcurrentHashMap<>();

    void apply(Decision decision) {
        decisions.put(decision.scope(), decision);
    }

    @Nullable
    Constraint verdict(List<Scope> scopes, long nowMicros) {
        Constraint worst = null;
        for (Scope scope : scopes) {
            Decision decision = decisions.get(scope);
            Constraint candidate = decision == null ? null : worstInForce(decision, nowMicros);
            if (candidate != null && (worst == null || Constraint.MOST_SEVERE_FIRST.compare(candidate, worst) < 0)) {
                worst = candidate;
            }
        }
        return worst;
    }

    /** A call of six scopes, its workspace's among them, each with a decision. */
    static Call call(SplittableRandom random) {
        int workspaces = DECISIONS / (DIMENSIONS.length * VALUES);
        int workspace = random.nextInt(workspaces);
        Call.Builder call = Call.of("workspace-" + workspace);
        for (Dimension dimension : List.of(DIMENSIONS).subList(0, DIMENSIONS.length - 1)) {
            call.with(dimension, value(workspace, random.nextInt(VALUES)));
        }
        return call.build();
    }

    static Decision decision(int number) {
        int dimension = number / VALUES % DIMENSIONS.length;
        int workspace = number / (VALUES * DIMENSIONS.length);
        String name = "workspace-" + workspace;
        List<Constraint> constraints = new ArrayList<>();
        constraints.add(constraint(name + "/daily", number, 2_000L + number));
        constraints.add(constraint(name + "/monthly", number, 9_000L + number));
        boolean last = number % (VALUES * DIMENSIONS.length) == VALUES * DIMENSIONS.length - 1;
        Scope scope = last
                ? Scope.ofWorkspace(name)
                : new Scope(name, DIMENSIONS[dimension], value(workspace, number % VALUES));
        return new Decision(scope, number + 1L, number, constraints);
    }

    private static Constraint constraint(String policy, int number, long endMicros) {
        Verdict verdict = number % 100 == 0 ? Verdict.THROTTLE : Verdict.ALLOW;
        Reason reason = number % 100 == 0 ? Reason.BUDGET_EXHAUSTED : Reason.WITHIN_LIMIT;
        return new Constraint(
                policy, verdict, reason, Measure.CHARGE, 5_000_000_000L + number, number, new Window(0, endMicros));
    }

    private static String value(int workspace, int number) {
        return "value-" + workspace + "-" + number;
    }

    private static @Nullable Constraint worstInForce(Decision decision, long nowMicros) {
        for (Constraint constraint : decision.constraints()) {
            if (!constraint.window().endsBy(nowMicros)) {
                return constraint;
            }
        }
        return null;
    }
}
