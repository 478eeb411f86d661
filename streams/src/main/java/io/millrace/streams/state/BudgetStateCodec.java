package io.millrace.streams.state;

import io.millrace.streams.metering.BudgetState;

/** {@link BudgetState} of an older window as bytes. */
public final class BudgetStateCodec implements StateCodec<BudgetState> {
    private static final int VERSION = 1;

    @Override
    public byte[] write(BudgetState state) {
        StateOutput out = new StateOutput(VERSION);
        PolicyStateForm.putBudget(out, state);
        return out.toBytes();
    }

    @Override
    public BudgetState read(byte[] bytes) {
        return PolicyStateForm.getBudget(new StateInput(bytes, VERSION));
    }
}
