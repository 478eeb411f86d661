package io.millrace.streams.metering;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;

/** Where the meter speaks to. */
public interface MeterOutput {
    void decision(Decision decision);

    /** There will be no more decisions on a scope that nobody used for longer than records may be late. */
    void forget(Scope scope);

    void alert(BudgetAlert alert);
}
