package io.millrace.sinks.signal;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.scope.Scope;

/** One thing that the metering said. */
public sealed interface Signal {
    /** A threshold was crossed. */
    record Alert(BudgetAlert alert) implements Signal {}

    /** The state of a scope as of a version. */
    record State(Decision decision) implements Signal {}

    /** No policy is on the scope any more. */
    record Ended(Scope scope) implements Signal {}

    /**
     * A record was not metered.
     *
     * @param partition of the rejected topic
     * @param offset in that partition
     */
    record Refusal(int partition, long offset, RejectedRecord rejected) implements Signal {}
}
