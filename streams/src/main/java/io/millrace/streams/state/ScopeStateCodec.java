package io.millrace.streams.state;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.streams.metering.AbuseState;
import io.millrace.streams.metering.BudgetState;
import io.millrace.streams.metering.PolicyState;
import io.millrace.streams.metering.ScopeState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link ScopeState} as bytes: about 90 with one budget. */
public final class ScopeStateCodec implements StateCodec<ScopeState> {
    /** Stands for the place of a constraint that no policy has. */
    private static final int NO_POLICY = -1;

    @Override
    public int version() {
        return 3;
    }

    @Override
    public void put(StateOutput out, ScopeState state) {
        putScope(out, state.scope());
        out.putLong(state.version()).putLong(state.asOfMicros());
        out.putLong(state.states().size());
        for (PolicyState policy : state.states()) {
            PolicyStateForm.put(out, policy);
        }
        out.putLong(state.abuse().size());
        state.abuse().forEach(abuse -> AbuseStateForm.put(out, abuse));
        out.putLong(state.emitted().size());
        for (int i = 0; i < state.emitted().size(); i++) {
            putConstraint(out, state.emitted().get(i), i, state.states());
        }
    }

    @Override
    public ScopeState get(StateInput in) {
        Scope scope = getScope(in);
        long version = in.getLong();
        long asOf = in.getLong();
        int policies = in.getInt();
        List<PolicyState> states = new ArrayList<>(policies);
        for (int i = 0; i < policies; i++) {
            states.add(PolicyStateForm.get(in));
        }
        int abused = in.getInt();
        List<AbuseState> abuse = new ArrayList<>(abused);
        for (int i = 0; i < abused; i++) {
            abuse.add(AbuseStateForm.get(in));
        }
        int constraints = in.getInt();
        List<Constraint> emitted = new ArrayList<>(constraints);
        for (int i = 0; i < constraints; i++) {
            emitted.add(getConstraint(in, states));
        }
        return ScopeState.restore(scope, version, asOf, states, abuse, emitted);
    }

    /** The value of a workspace is its id, which is there already. */
    private static void putScope(StateOutput out, Scope scope) {
        out.putText(scope.workspaceId())
                .putCode(Codes.DIMENSIONS, scope.dimension())
                .putText(scope.dimension() == Dimension.WORKSPACE ? "" : scope.value());
    }

    private static Scope getScope(StateInput in) {
        String workspaceId = in.getText();
        Dimension dimension = in.getCode(Codes.DIMENSIONS);
        String value = in.getText();
        return new Scope(workspaceId, dimension, dimension == Dimension.WORKSPACE ? workspaceId : value);
    }

    /** A policy's constraint is mostly of the window that its state has, and of the same place. */
    private static void putConstraint(StateOutput out, Constraint told, int place, List<PolicyState> states) {
        PolicyState own = place < states.size() ? states.get(place) : null;
        if (own == null || !own.policyId().equals(told.policyId())) {
            out.putLong(NO_POLICY).putText(told.policyId());
        } else {
            out.putLong(place);
        }
        out.putCode(Codes.VERDICTS, told.verdict())
                .putCode(Codes.REASONS, told.reason())
                .putCode(Codes.MEASURES, told.measure())
                .putLong(told.limit())
                .putLong(told.used());
        boolean shared = told.window().equals(windowOf(own));
        out.putLong(shared ? 1 : 0);
        if (!shared) {
            PolicyStateForm.putWindow(out, told.window());
        }
    }

    private static Constraint getConstraint(StateInput in, List<PolicyState> states) {
        int place = in.getInt();
        PolicyState own = place == NO_POLICY ? null : states.get(place);
        String policyId = own == null ? in.getText() : own.policyId();
        return new Constraint(
                policyId,
                in.getCode(Codes.VERDICTS),
                in.getCode(Codes.REASONS),
                in.getCode(Codes.MEASURES),
                in.getLong(),
                in.getLong(),
                getWindow(in, own));
    }

    private static Window getWindow(StateInput in, @Nullable PolicyState own) {
        Window shared = windowOf(own);
        return in.getLong() == 1 && shared != null ? shared : PolicyStateForm.getWindow(in);
    }

    private static @Nullable Window windowOf(@Nullable PolicyState state) {
        return state instanceof BudgetState budget ? budget.window() : null;
    }
}
