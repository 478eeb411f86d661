package io.millrace.streams.metering;

import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import org.jspecify.annotations.Nullable;

/** The budget windows that are no longer the newest of their policy and scope, for records that come late. */
public interface LateWindows {
    /** The state of an older window; null when nothing was counted there, or too long ago. */
    @Nullable
    BudgetState find(Scope scope, BudgetState newest, Window window);

    /** Keeps a state whose window is set. */
    void keep(Scope scope, BudgetState state);
}
