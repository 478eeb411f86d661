package io.millrace.streams.metering;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a meter said. Refuses a version that does not grow. */
final class HeardOutput implements MeterOutput {
    final List<Decision> decisions = new ArrayList<>();
    final List<BudgetAlert> alerts = new ArrayList<>();
    final Map<Scope, Decision> newest = new HashMap<>();
    /** Those of forgotten scopes too. */
    private final Map<Scope, Long> versions = new HashMap<>();

    private long millis = 1_773_144_000_000L;

    @Override
    public void decision(Decision decision) {
        newest.put(decision.scope(), decision);
        Long before = versions.put(decision.scope(), decision.version());
        if (before != null && before >= decision.version()) {
            throw new AssertionError("version " + decision.version() + " after " + before);
        }
        decisions.add(decision);
    }

    @Override
    public void forget(Scope scope) {
        newest.remove(scope);
    }

    @Override
    public void alert(BudgetAlert alert) {
        alerts.add(alert);
    }

    /** A wall clock on which a heartbeat tells everything that changed. */
    long later() {
        millis += ScopeState.TOLD_EVERY_MILLIS;
        return millis;
    }

    Decision newest(Scope scope) {
        return Objects.requireNonNull(newest.get(scope), scope::key);
    }

    /** verdict reason used/limit of each constraint of the newest decision. */
    String said(Scope scope) {
        Decision decision = newest.get(scope);
        return decision == null
                ? "nothing"
                : decision.constraints().stream()
                        .map(HeardOutput::text)
                        .toList()
                        .toString();
    }

    private static String text(Constraint c) {
        return c.policyId() + " " + c.verdict() + " " + c.reason() + " " + c.used() + "/" + c.limit();
    }
}
