package io.millrace.streams.metering;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All policies on one scope, and what gateways were last told of them. Not thread-safe.
 *
 * <p>A decision is due at once when a constraint came or went, or its verdict, reason, limit or calendar window changed,
 * or a threshold was crossed. The window of a sliding limit moves all the time: it counts as changed when what gateways
 * hold is void already while the limit is still exceeded. Everything else waits for the heartbeat, which is due when the
 * use moved by a hundredth of a limit, and {@link #TOLD_EVERY_MILLIS} after the last decision.
 */
public final class ScopeState extends Logged {
    /** Versions skipped after a restart: more than one transaction writes for one scope. */
    static final long VERSIONS_SKIPPED = 1L << 20;

    /** How long gateways may not hear of a use that moves by little. */
    static final long TOLD_EVERY_MILLIS = 30_000;

    private final Scope scope;
    private final boolean restored;
    /** The policies here, each with its state at the same place. */
    private List<PolicyRule> rules = List.of();

    private List<PolicyState> states;
    private List<AbuseState> abuse;
    private List<Constraint> emitted;
    private long version;
    private long asOfMicros;
    private boolean toldSinceRestored;
    private boolean untold;
    /** As found last. */
    private Move move = Move.LITTLE;

    private long dueMillis;
    /** Wall clock of the heartbeat before the last decision, milliseconds since the epoch; 0 before the first. */
    private long toldAtMillis;

    /** @param version decisions have higher ones */
    ScopeState(Scope scope, long version) {
        this(scope, false, version, 0, List.of(), List.of(), List.of());
    }

    private ScopeState(
            Scope scope,
            boolean restored,
            long version,
            long asOfMicros,
            List<PolicyState> states,
            List<AbuseState> abuse,
            List<Constraint> emitted) {
        this.scope = scope;
        this.restored = restored;
        this.version = version;
        this.asOfMicros = asOfMicros;
        this.states = List.copyOf(states);
        this.abuse = List.copyOf(abuse);
        this.emitted = List.copyOf(emitted);
    }

    /** A state read back from a store; it is bound to its policies before it is used. */
    public static ScopeState restore(
            Scope scope,
            long version,
            long asOfMicros,
            List<PolicyState> states,
            List<AbuseState> abuse,
            List<Constraint> emitted) {
        return new ScopeState(scope, true, version, asOfMicros, states, abuse, emitted);
    }

    public Scope scope() {
        return scope;
    }

    /**
     * Outdates whatever was told of the scope in transactions that were aborted, of however many runs.
     *
     * @param startedAtMicros wall clock of this run: above any version of an earlier run, which began below and had less than
     *     one decision a microsecond
     */
    void outdate(long startedAtMicros) {
        version = Math.max(version + VERSIONS_SKIPPED, startedAtMicros);
    }

    /** Version of the last decision. */
    public long version() {
        return version;
    }

    /** Latest event time counted. */
    public long asOfMicros() {
        return asOfMicros;
    }

    public List<PolicyState> states() {
        return states;
    }

    /** Of the policies that watch for signs of abuse. */
    public List<AbuseState> abuse() {
        return abuse;
    }

    /** What gateways were last told, in the order of the policies. */
    public List<Constraint> emitted() {
        return emitted;
    }

    /** Whether gateways do not know all that was counted. */
    boolean isUntold() {
        return untold;
    }

    /** By when they are to know, wall clock, milliseconds since the epoch; 0 for the next heartbeat. */
    long dueMillis() {
        return dueMillis;
    }

    /** Whether nothing here can matter after the instant: no lifetime, and no record since it. */
    boolean idleSince(long micros) {
        return asOfMicros < micros
                && rules.stream()
                        .map(PolicyRule::policy)
                        .noneMatch(policy -> policy.period() == Period.LIFETIME || policy.limit() == 0);
    }

    /** What each policy here has counted, in order of their ids. */
    List<Constraint> constraints() {
        List<Constraint> constraints = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            constraints.add(states.get(i).constraint(rules.get(i)));
        }
        return constraints;
    }

    /**
     * Follows the policies that watch this scope now: keeps what still fits, drops what ended, begins what is new.
     *
     * @param watching not changed afterwards
     */
    void bind(List<PolicyRule> watching) {
        states = List.copyOf(watching.stream().map(this::stateFor).toList());
        abuse = List.copyOf(watching.stream()
                .map(rule -> AbuseState.of(rule.policy(), abuseOf(rule)))
                .filter(Objects::nonNull)
                .toList());
        rules = watching;
    }

    /** Says that the limits hold as of a later event time than that of the last call here. */
    void reflect(long micros) {
        asOfMicros = Math.max(asOfMicros, micros);
    }

    /** Thresholds that changed policies put below what is used. True when there were any. */
    boolean recheck(Consumer<BudgetAlert> alerts) {
        boolean crossed = false;
        for (int i = 0; i < rules.size(); i++) {
            PolicyRule rule = rules.get(i);
            crossed |= raise(rule, states.get(i).recheck(rule), asOfMicros, alerts);
        }
        return crossed;
    }

    /** Counts a call under every policy here. True when a threshold was crossed. */
    boolean count(Usage usage, Rating rating, LateWindows late, Consumer<BudgetAlert> alerts) {
        long at = usage.occurredAtMicros();
        boolean crossed = false;
        for (int i = 0; i < rules.size(); i++) {
            PolicyRule rule = rules.get(i);
            long amount = Amounts.of(rule.policy().measure(), usage, rating);
            crossed |= raise(rule, states.get(i).count(rule, scope, at, amount, late), at, alerts);
        }
        if (!abuse.isEmpty()) {
            countAbuse(usage, rating, alerts);
        }
        asOfMicros = Math.max(asOfMicros, at);
        return crossed;
    }

    /**
     * Counts the difference that a correction makes here. True when a threshold was crossed.
     *
     * @param before what the call counted for on this scope; null where it did not
     * @param after what it counts for now; null where it no longer does
     */
    boolean correct(
            CountedEntry.@Nullable Call before,
            CountedEntry.@Nullable Call after,
            LateWindows late,
            Consumer<BudgetAlert> alerts) {
        CountedEntry.Call either = Objects.requireNonNull(before == null ? after : before);
        long at = either.occurredAtMicros();
        boolean crossed = false;
        for (int i = 0; i < rules.size(); i++) {
            PolicyRule rule = rules.get(i);
            Measure measure = rule.policy().measure();
            long amount = (after == null ? 0 : after.amount(measure)) - (before == null ? 0 : before.amount(measure));
            if (amount != 0) {
                crossed |= raise(rule, states.get(i).count(rule, scope, at, amount, late), at, alerts);
            }
        }
        asOfMicros = Math.max(asOfMicros, at);
        return crossed;
    }

    /**
     * The decision that cannot wait, if any. The first one after a restart never waits: gateways may hold one that was written in
     * a transaction that was aborted, and the calls of that transaction come again.
     *
     * @param standing constraints besides the policies: credit and suspension
     * @param force whether one is due even if nothing changed that cannot wait
     * @param nowMillis wall clock of the last heartbeat, milliseconds since the epoch; 0 before the first
     */
    @Nullable
    Decision decide(List<Constraint> standing, boolean force, long nowMillis) {
        boolean first = restored && !toldSinceRestored;
        move = force || first ? Move.AT_ONCE : moved(standing);
        return move == Move.AT_ONCE ? tell(standing, nowMillis) : null;
    }

    /** Everything as it is now. */
    Decision tell(List<Constraint> standing, long nowMillis) {
        List<Constraint> now = constraints();
        now.addAll(standing);
        version++;
        toldSinceRestored = true;
        toldAtMillis = nowMillis;
        emitted = List.copyOf(now);
        untold = false;
        return Decision.mostSevere(scope, version, asOfMicros, now);
    }

    /**
     * What was found not to be due waits for its heartbeat.
     *
     * @return false where it waits for that heartbeat already
     */
    boolean waits() {
        long due = move == Move.LITTLE ? toldAtMillis + TOLD_EVERY_MILLIS : 0;
        boolean known = untold && dueMillis <= due;
        if (!known) {
            untold = true;
            dueMillis = due;
        }
        return !known;
    }

    /** Whether gateways were not told all that is so: of a state that was restored, before it is used. */
    boolean isNewer(List<Constraint> standing) {
        List<Constraint> now = constraints();
        now.addAll(standing);
        untold = !now.equals(emitted);
        return untold;
    }

    /** How far what gateways were told is from what is so. */
    private Move moved(List<Constraint> standing) {
        int policies = rules.size();
        if (emitted.size() != policies + standing.size()) {
            return Move.AT_ONCE;
        }
        Move move = Move.LITTLE;
        for (int i = 0; i < policies; i++) {
            move = move.or(states.get(i).moved(rules.get(i), emitted.get(i), asOfMicros));
        }
        for (int i = 0; i < standing.size(); i++) {
            move = move.or(Move.of(emitted.get(policies + i), standing.get(i)));
        }
        return move;
    }

    private PolicyState stateFor(PolicyRule rule) {
        for (PolicyState state : states) {
            if (state.policyId().equals(rule.policy().policyId()) && state.fits(rule.policy())) {
                return state;
            }
        }
        return PolicyState.of(rule.policy());
    }

    private @Nullable AbuseState abuseOf(PolicyRule rule) {
        for (AbuseState known : abuse) {
            if (known.policyId().equals(rule.policy().policyId())) {
                return known;
            }
        }
        return null;
    }

    private void countAbuse(Usage usage, Rating rating, Consumer<BudgetAlert> alerts) {
        for (PolicyRule rule : rules) {
            AbuseState own = abuseOf(rule);
            if (own != null) {
                own.count(rule.policy(), scope, usage, rating, alerts);
            }
        }
    }

    private boolean raise(
            PolicyRule rule, PolicyState.@Nullable Crossing crossing, long at, Consumer<BudgetAlert> alerts) {
        if (crossing == null) {
            return false;
        }
        for (Threshold threshold : crossing.thresholds()) {
            alerts.accept(Alerts.crossed(rule.policy(), scope, crossing, threshold, at));
        }
        return true;
    }
}
