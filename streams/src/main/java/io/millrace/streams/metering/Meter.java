package io.millrace.streams.metering;

import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.topic.Partitions;
import io.millrace.schemas.usage.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts rated calls against policies and balances, and says so: budgets, rate windows, credit. Not thread-safe.
 *
 * <p>Memory is that of the scopes in use: one per watched value and at most 36 days idle, about 1 KB each.
 */
public final class Meter {
    /** How long an ended window is kept: as long as records may be late, and a day. */
    static final long KEPT_MICROS = Admission.LATE_MICROS_MAX + Micros.PER_DAY;

    private static final int SWEEP_MAX = 1_000;

    private final MeterState state;
    private final MeterOutput output;
    private final long startedAtMicros;
    private final Map<String, Tenant> tenants = new HashMap<>();
    private final Calendars calendars = new Calendars();
    private final Untold untold = new Untold();
    private final Deque<ScopeState> toSweep = new ArrayDeque<>();
    private final LimitChanges limitChanges = new LimitChanges();
    private long latestMicros;
    private long beatAtMillis;
    private long sweptAtMicros;

    /**
     * @param startedAtMicros wall clock, microseconds since the epoch: the versions of decisions are above it, so that they outdate
     *     whatever an earlier run told
     */
    public Meter(MeterState state, MeterOutput output, long startedAtMicros) {
        this.state = state;
        this.output = output;
        this.startedAtMicros = startedAtMicros;
    }

    public void restore(Policy policy) {
        tenant(policy.workspaceId()).put(policy, latestMicros);
        limitChanges.put(policy);
    }

    public void restore(Workspace workspace) {
        tenant(workspace.workspaceId()).describe(workspace);
    }

    public void restore(Account account) {
        tenant(account.workspaceId()).restore(account);
    }

    /** After the policies, the workspaces and the accounts. What gateways were not told before is told soon. */
    public void restore(ScopeState scope) {
        Tenant tenant = tenant(scope.scope().workspaceId());
        tenant.adopt(scope);
        latestMicros = Math.max(latestMicros, scope.asOfMicros());
        if (scope.isNewer(tenant.standing(scope.scope()))) {
            untold.addRestored(scope);
        }
    }

    /** Counts a rated call. */
    public void usage(Usage usage, Rating rating) {
        Tenant tenant = tenant(usage.workspaceId());
        Account account = tenant.account();
        latestMicros = Math.max(latestMicros, usage.occurredAtMicros());
        followLimits();
        account.charge(rating.charge());
        if (rating instanceof Rating.Unpriced) {
            reportUnpriced(account, usage);
        }
        settleCredit(tenant, usage.occurredAtMicros());
        for (Dimension dimension : tenant.watched()) {
            String value = usage.valueOf(dimension);
            ScopeState scope = value == null ? null : tenant.scope(dimension, value);
            if (scope != null) {
                settle(tenant, scope, scope.count(usage, rating, state, output::alert));
            }
        }
    }

    /** The workspace's description, or that of an unknown one. */
    public Workspace workspace(String workspaceId) {
        return tenant(workspaceId).workspace();
    }

    /** The dimensions on which a call of the workspace is counted now. */
    public Set<Dimension> watched(String workspaceId) {
        return tenant(workspaceId).watched();
    }

    /**
     * Counts a correction: what the call counted for is taken from the scopes and the window it was counted in, and what it
     * counts for now is added there. A threshold that was crossed stays crossed.
     */
    public void correct(Corrections.Change change, Usage usage, Rating rating) {
        Tenant tenant = tenant(usage.workspaceId());
        Account account = tenant.account();
        account.charge(change.after().charge().minus(change.before().charge()));
        if (rating instanceof Rating.Unpriced) {
            reportUnpriced(account, usage);
        }
        BudgetAlert exhausted = account.settle(tenant.workspace(), Math.max(latestMicros, usage.occurredAtMicros()));
        if (exhausted != null) {
            output.alert(exhausted);
        }
        for (Dimension dimension : change.before().values().keySet()) {
            String before = change.before().value(dimension);
            String after = change.after().value(dimension);
            if (Objects.equals(before, after)) {
                correct(tenant, dimension, before, change.before(), change.after());
            } else {
                correct(tenant, dimension, before, change.before(), null);
                correct(tenant, dimension, after, null, change.after());
            }
        }
        if (!change.before().values().containsKey(Dimension.WORKSPACE)) {
            settleWorkspace(tenant); // the balance changed, whoever watched it then
        }
        state.save(account);
    }

    private void correct(
            Tenant tenant,
            Dimension dimension,
            @Nullable String value,
            CountedEntry.@Nullable Call before,
            CountedEntry.@Nullable Call after) {
        ScopeState scope = value == null ? null : tenant.scope(dimension, value);
        if (scope != null) {
            settle(tenant, scope, scope.correct(before, after, state, output::alert));
        }
    }

    /** A new or changed policy holds at once, for what is used already too; null ends it. */
    public void policy(String policyId, @Nullable Policy policy) {
        Tenant tenant = tenant(Partitions.workspaceOfPolicy(policyId));
        Policy before = policy == null ? tenant.remove(policyId) : tenant.put(policy, latestMicros);
        if (before != null) {
            rebind(tenant, before.dimension());
        }
        if (policy != null) {
            limitChanges.put(policy);
            if (before == null || before.dimension() != policy.dimension()) {
                rebind(tenant, policy.dimension());
            }
            announce(tenant, policy);
        }
    }

    /** A workspace's new description holds at once. */
    public void workspace(Workspace workspace) {
        Tenant tenant = tenant(workspace.workspaceId());
        tenant.describe(workspace);
        Account account = tenant.account();
        if (account.hasMoved()) {
            settleCredit(tenant, latestMicros);
        }
        settleWorkspace(tenant);
    }

    /** The latest event time counted, microseconds since the epoch; 0 before the first. */
    long latestMicros() {
        return latestMicros;
    }

    /** Adds a credit to the balance, once per credit id. */
    public void credit(CreditEntry entry) {
        if (!state.first("credit|" + entry.workspaceId() + "|" + entry.creditId())) {
            return;
        }
        Tenant tenant = tenant(entry.workspaceId());
        tenant.account().credit(entry.amount());
        settleCredit(tenant, entry.occurredAtMicros());
        settleWorkspace(tenant);
    }

    /**
     * Says what moved far enough since the last time, or was not told for long, and forgets what is too old to matter.
     *
     * @param nowMillis by the wall clock, milliseconds since the epoch
     */
    public void heartbeat(long nowMillis) {
        beatAtMillis = nowMillis;
        followLimits();
        for (ScopeState scope : untold.take(nowMillis)) {
            if (scope.isUntold()) {
                Tenant tenant = tenant(scope.scope().workspaceId());
                output.decision(scope.tell(tenant.standing(scope.scope()), nowMillis));
                state.save(scope);
            }
        }
        sweep();
    }

    /** What is counted on a scope now; null when nothing is. */
    public @Nullable ScopeUsage usageOf(Scope scope) {
        Tenant tenant = tenants.get(scope.workspaceId());
        return tenant == null ? null : TenantView.scope(tenant, scope.dimension(), scope.value());
    }

    /**
     * The policies and the balance of a workspace now; null for one that nothing is known of.
     *
     * @param valuesMax values told for each policy at most: those that used the most
     */
    public @Nullable WorkspaceBudgets budgetsOf(String workspaceId, int valuesMax) {
        Tenant tenant = tenants.get(workspaceId);
        return tenant == null ? null : TenantView.budgets(tenant, valuesMax);
    }

    private void settle(Tenant tenant, ScopeState scope, boolean force) {
        List<Constraint> standing = tenant.standing(scope.scope());
        Decision due = scope.decide(standing, force, beatAtMillis);
        if (due != null) {
            output.decision(due);
        } else if (scope.waits()) {
            untold.add(scope);
        }
        state.save(scope);
    }

    private void settleCredit(Tenant tenant, long atMicros) {
        BudgetAlert exhausted = tenant.account().settle(tenant.workspace(), atMicros);
        if (exhausted != null) {
            output.alert(exhausted);
        }
        state.save(tenant.account());
    }

    private void settleWorkspace(Tenant tenant) {
        ScopeState scope = tenant.scope(Dimension.WORKSPACE, tenant.workspace().workspaceId());
        if (scope != null) {
            settle(tenant, scope, false);
        }
    }

    private void rebind(Tenant tenant, Dimension dimension) {
        for (ScopeState scope : tenant.scopes(dimension)) {
            scope.bind(tenant.watching(scope.scope().dimension(), scope.scope().value()));
            settle(tenant, scope, scope.recheck(output::alert));
        }
    }

    /** Where an increase began or ended by now, gateways are told without waiting for a call on the scope. */
    private void followLimits() {
        if (!limitChanges.due(latestMicros)) {
            return;
        }
        List<PolicyRule> changed = limitChanges.take(latestMicros).stream()
                .map(policyId -> tenant(Partitions.workspaceOfPolicy(policyId)).rule(policyId))
                .filter(Objects::nonNull)
                .toList();
        // All of them before any scope is looked at: one scope may be under several.
        changed.forEach(rule -> rule.advance(latestMicros));
        changed.forEach(rule -> followLimit(tenant(rule.policy().workspaceId()), rule.policy()));
    }

    private void followLimit(Tenant tenant, Policy policy) {
        for (ScopeState scope : tenant.scopes(policy.dimension())) {
            if (policy.watches(scope.scope().value())) {
                scope.reflect(latestMicros);
                settle(tenant, scope, scope.recheck(output::alert));
            }
        }
        announce(tenant, policy);
    }

    /** A limit of 0 on a known scope is told before the first call. */
    private void announce(Tenant tenant, Policy policy) {
        boolean workspaceWide = policy.dimension() == Dimension.WORKSPACE;
        String value = workspaceWide ? policy.workspaceId() : policy.value();
        if (policy.limitAt(latestMicros) > 0 || value.equals(Policy.EACH_VALUE) || !policy.watches(value)) {
            return;
        }
        ScopeState scope = tenant.scope(policy.dimension(), value);
        if (scope != null) {
            settle(tenant, scope, false);
        }
    }

    private void reportUnpriced(Account account, Usage usage) {
        boolean billable = usage.call().modelServed() != null || usage.tokens().total() > 0;
        if (!billable || account.remembersNoMoreModels()) {
            return;
        }
        String model = usage.call().provider() + "|" + usage.call().modelPriced();
        if (state.first("unpriced|" + usage.workspaceId() + "|" + model)) {
            account.countUnpricedModel();
            output.alert(Alerts.unpriced(usage));
        }
    }

    private void sweep() {
        if (toSweep.isEmpty() && latestMicros - sweptAtMicros >= Micros.PER_HOUR) {
            sweptAtMicros = latestMicros;
            state.forgetBefore(latestMicros - KEPT_MICROS);
            tenants.values().forEach(tenant -> toSweep.addAll(tenant.scopes()));
        }
        for (int i = 0; i < SWEEP_MAX && !toSweep.isEmpty(); i++) {
            ScopeState scope = toSweep.remove();
            if (!scope.isUntold() && scope.idleSince(latestMicros - KEPT_MICROS) && !stands(scope)) {
                forget(scope);
            }
        }
    }

    /** Whether it is held back by what no policy says: a balance or a status holds however long nobody calls. */
    private boolean stands(ScopeState scope) {
        return tenant(scope.scope().workspaceId()).standing(scope.scope()).stream()
                .anyMatch(constraint -> constraint.verdict() != Verdict.ALLOW);
    }

    private void forget(ScopeState scope) {
        tenant(scope.scope().workspaceId()).forget(scope);
        state.remove(scope);
        output.forget(scope.scope());
    }

    private Tenant tenant(String workspaceId) {
        Tenant known = tenants.get(workspaceId);
        if (known == null) {
            known = new Tenant(workspaceId, calendars, startedAtMicros);
            tenants.put(workspaceId, known);
        }
        return known;
    }
}
