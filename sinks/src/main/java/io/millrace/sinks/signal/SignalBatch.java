package io.millrace.sinks.signal;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run of signals comes to: of each scope only its end and its newest state after that. Scopes in the order of their
 * keys, so that writers lock rows in the same order.
 */
final class SignalBatch {
    private final List<BudgetAlert> alerts = new ArrayList<>();
    private final List<Signal.Refusal> refusals = new ArrayList<>();
    private final Map<Scope, Change> scopes = new TreeMap<>(Comparator.comparing(Scope::key));

    /**
     * Of one scope.
     *
     * @param ended its row goes before the newest comes
     * @param newest null for none after the end
     */
    record Change(boolean ended, @Nullable Decision newest) {
        private static final Change NONE = new Change(false, null);

        private Change then(Decision decision) {
            return newest != null && newest.version() >= decision.version() ? this : new Change(ended, decision);
        }
    }

    /** In the order in which they are in their partitions. */
    static SignalBatch of(Iterable<Signal> signals) {
        SignalBatch batch = new SignalBatch();
        signals.forEach(batch::add);
        return batch;
    }

    List<BudgetAlert> alerts() {
        return alerts;
    }

    List<Signal.Refusal> refusals() {
        return refusals;
    }

    Map<Scope, Change> scopes() {
        return scopes;
    }

    private void add(Signal signal) {
        if (signal instanceof Signal.Alert alert) {
            alerts.add(alert.alert());
        } else if (signal instanceof Signal.Refusal refusal) {
            refusals.add(refusal);
        } else if (signal instanceof Signal.Ended ended) {
            scopes.put(ended.scope(), new Change(true, null));
        } else if (signal instanceof Signal.State state) {
            Decision decision = state.decision();
            scopes.merge(decision.scope(), Change.NONE.then(decision), (change, first) -> change.then(decision));
        }
    }
}
