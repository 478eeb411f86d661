package io.millrace.streams.metering;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything the meter holds of one workspace, so that a record finds all of it by one lookup. Not thread-safe. */
final class Tenant {
    private final String workspaceId;
    private final Calendars calendars;
    private final long startedAtMicros;
    private final Map<String, PolicyRule> rules = new TreeMap<>();
    private final Map<Dimension, List<PolicyRule>> byDimension = new EnumMap<>(Dimension.class);
    private final Map<Dimension, Map<String, ScopeState>> scopes = new EnumMap<>(Dimension.class);
    private Set<Dimension> watched = EnumSet.noneOf(Dimension.class);
    /** No version of a scope that is not here is above it. */
    private long versionsToldMax;

    private Workspace workspace;
    private Account account;

    /** @param startedAtMicros wall clock of this run: the versions of its decisions are above it */
    Tenant(String workspaceId, Calendars calendars, long startedAtMicros) {
        this.workspaceId = workspaceId;
        this.startedAtMicros = startedAtMicros;
        this.versionsToldMax = startedAtMicros;
        this.calendars = calendars;
        this.workspace = Workspace.unknown(workspaceId);
        this.account = new Account(workspaceId);
    }

    Workspace workspace() {
        return workspace;
    }

    void describe(Workspace description) {
        workspace = description;
        refresh();
    }

    Account account() {
        return account;
    }

    void restore(Account restored) {
        account = restored;
    }

    /** Dimensions on which a call can meet a constraint. */
    Set<Dimension> watched() {
        return watched;
    }

    /** Takes a new or changed policy as of the latest event time. The policy it replaces, if any. */
    @Nullable
    Policy put(Policy policy, long nowMicros) {
        PolicyRule replaced = rules.put(policy.policyId(), new PolicyRule(policy, calendars.of(policy), nowMicros));
        refresh();
        return replaced == null ? null : replaced.policy();
    }

    /** The rule of a policy in force; null when it has ended. */
    @Nullable
    PolicyRule rule(String policyId) {
        return rules.get(policyId);
    }

    @Nullable
    Policy remove(String policyId) {
        PolicyRule removed = rules.remove(policyId);
        refresh();
        return removed == null ? null : removed.policy();
    }

    /** The policies that watch a value, in order of their ids; the same list for all values where all of them do. */
    List<PolicyRule> watching(Dimension dimension, String value) {
        List<PolicyRule> all = byDimension.getOrDefault(dimension, List.of());
        for (PolicyRule rule : all) {
            if (!rule.policy().watches(value)) {
                return all.stream().filter(one -> one.policy().watches(value)).toList();
            }
        }
        return all;
    }

    /** The state of a scope; null while nothing constrains it. */
    @Nullable
    ScopeState scope(Dimension dimension, String value) {
        Map<String, ScopeState> byValue = scopes.get(dimension);
        ScopeState known = byValue == null ? null : byValue.get(value);
        if (known != null) {
            return known;
        }
        List<PolicyRule> watching = watching(dimension, value);
        if (watching.isEmpty() && !(dimension == Dimension.WORKSPACE && standsAlone())) {
            return null;
        }
        ScopeState created = new ScopeState(new Scope(workspaceId, dimension, value), versionsToldMax);
        adopt(created, watching);
        return created;
    }

    /** Takes a state that was restored. */
    void adopt(ScopeState state) {
        state.outdate(startedAtMicros);
        adopt(state, watching(state.scope().dimension(), state.scope().value()));
    }

    /** The state of a scope, if there is one already. */
    @Nullable
    ScopeState known(Dimension dimension, String value) {
        return scopes.getOrDefault(dimension, Map.of()).get(value);
    }

    /** In order of their ids. */
    List<Policy> policies() {
        return rules.values().stream().map(PolicyRule::policy).toList();
    }

    Collection<ScopeState> scopes(Dimension dimension) {
        return List.copyOf(scopes.getOrDefault(dimension, Map.of()).values());
    }

    Collection<ScopeState> scopes() {
        return scopes.values().stream()
                .flatMap(byValue -> byValue.values().stream())
                .toList();
    }

    /** Should it come again, its versions go on above those that were told. */
    void forget(ScopeState state) {
        versionsToldMax = Math.max(versionsToldMax, state.version());
        Scope scope = state.scope();
        Map<String, ScopeState> byValue = scopes.get(scope.dimension());
        if (byValue != null) {
            byValue.remove(scope.value());
        }
    }

    /** Constraints on the scope that come from no policy. */
    List<Constraint> standing(Scope scope) {
        return scope.dimension() == Dimension.WORKSPACE ? account.constraints(workspace) : List.of();
    }

    private void adopt(ScopeState state, List<PolicyRule> watching) {
        state.bind(watching);
        Scope scope = state.scope();
        scopes.computeIfAbsent(scope.dimension(), dimension -> new HashMap<>()).put(scope.value(), state);
    }

    private boolean standsAlone() {
        return !account.constraints(workspace).isEmpty();
    }

    private void refresh() {
        byDimension.clear();
        for (PolicyRule rule : rules.values()) {
            byDimension
                    .computeIfAbsent(rule.policy().dimension(), dimension -> new ArrayList<>())
                    .add(rule);
        }
        Set<Dimension> next = EnumSet.noneOf(Dimension.class);
        next.addAll(byDimension.keySet());
        if (standsAlone()) {
            next.add(Dimension.WORKSPACE);
        }
        watched = next;
    }
}
