package io.millrace.streams.state;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.scope.Scope;
import io.millrace.streams.metering.AbuseState;
import io.millrace.streams.metering.PolicyState;
import io.millrace.streams.metering.ScopeState;
import java.util.ArrayList;
import java.util.List;

/** {@link ScopeState} as bytes. */
public final class ScopeStateCodec implements StateCodec<ScopeState> {
    private static final int VERSION = 2;

    @Override
    public byte[] write(ScopeState state) {
        StateOutput out = new StateOutput(VERSION)
                .putText(state.scope().key())
                .putLong(state.version())
                .putLong(state.asOfMicros());
        out.putLong(state.states().size());
        for (PolicyState policy : state.states()) {
            PolicyStateForm.put(out, policy);
        }
        out.putLong(state.abuse().size());
        state.abuse().forEach(abuse -> AbuseStateForm.put(out, abuse));
        out.putLong(state.emitted().size());
        for (Constraint constraint : state.emitted()) {
            putConstraint(out, constraint);
        }
        return out.toBytes();
    }

    @Override
    public ScopeState read(byte[] bytes) {
        StateInput in = new StateInput(bytes, VERSION);
        Scope scope = Scope.parse(in.getText());
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
            emitted.add(getConstraint(in));
        }
        return ScopeState.restore(scope, version, asOf, states, abuse, emitted);
    }

    private static void putConstraint(StateOutput out, Constraint constraint) {
        out.putText(constraint.policyId())
                .putEnum(constraint.verdict())
                .putEnum(constraint.reason())
                .putEnum(constraint.measure())
                .putLong(constraint.limit())
                .putLong(constraint.used());
        PolicyStateForm.putWindow(out, constraint.window());
    }

    private static Constraint getConstraint(StateInput in) {
        return new Constraint(
                in.getText(),
                in.getEnum(Verdict.class),
                in.getEnum(Reason.class),
                in.getEnum(Measure.class),
                in.getLong(),
                in.getLong(),
                PolicyStateForm.getWindow(in));
    }
}
