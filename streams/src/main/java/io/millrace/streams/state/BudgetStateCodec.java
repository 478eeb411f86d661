package io.millrace.streams.state;

import io.millrace.streams.metering.BudgetState;

/** {@link BudgetState} of an older window as bytes. */
public final class BudgetStateCodec implements StateCodec<BudgetState> {
    @Override
    public int version() {
        return 2;
    }

    @Override
    public void put(StateOutput out, BudgetState state) {
        PolicyStateForm.putBudget(out, state);
    }

    @Override
    public BudgetState get(StateInput in) {
        return PolicyStateForm.getBudget(in);
    }
}
