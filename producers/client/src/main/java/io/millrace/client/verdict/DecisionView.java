package io.millrace.client.verdict;

import io.millrace.client.CallVerdict;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest decision of every scope, in memory, packed: about 100 bytes and 38 for each constraint. One thread writes;
 * any number read, without a lock and without waiting, and each sees whole decisions.
 */
public final class DecisionView {
    /** Any number: it gives a sum that nobody needs a reader. */
    private static final int UNLIKELY = 0x5EED_1E55;

    private final DecisionTable table = new DecisionTable();
    private final PolicyIds ids = new PolicyIds();

    /** Writer only. Takes a decision unless a later version is known; the same version again is a recomputation. */
    public boolean apply(Decision decision) {
        return apply(DecisionDraft.of(decision));
    }

    /** Writer only. False when a later version is known. */
    boolean apply(DecisionDraft draft) {
        int hash = ScopeKey.hash(draft.key());
        byte[] known = table.find(hash, draft.key());
        if (known != null && draft.version() < PackedDecision.version(known)) {
            return false;
        }
        table.put(hash, draft.pack(ids));
        release(known);
        return true;
    }

    /** Writer only. True when there was a decision on the scope. */
    public boolean forget(Scope scope) {
        byte[] key = ScopeKey.encode(scope);
        byte[] known = table.remove(ScopeKey.hash(key), key);
        release(known);
        return known != null;
    }

    /** Writer only. Forgets everything. */
    void clear() {
        table.forEach(this::release);
        table.clear();
        ids.reclaim();
    }

    /** Writer only, after each batch: policy ids that nothing names any more make room for others. */
    void tidy() {
        ids.reclaim();
    }

    /** The most severe constraint over all scopes of a call whose window has not ended by now. */
    public CallVerdict verdict(ScopeKeys call, long nowMicros) {
        while (true) {
            long epoch = ids.epoch();
            CallVerdict verdict = worst(call, nowMicros);
            if (ids.epoch() == epoch) {
                return verdict;
            }
        }
    }

    /** The newest decision on a scope; null where there is none. */
    public @Nullable Decision of(Scope scope) {
        byte[] key = ScopeKey.encode(scope);
        int hash = ScopeKey.hash(key);
        while (true) {
            long epoch = ids.epoch();
            byte[] packed = table.find(hash, key);
            Decision decision = packed == null ? null : unpack(packed);
            if (ids.epoch() == epoch) {
                return decision;
            }
        }
    }

    /** The newest decision of every scope; a copy. */
    public List<Decision> all() {
        List<Scope> scopes = new ArrayList<>(table.size());
        table.forEach(packed ->
                scopes.add(ScopeKey.decode(packed, PackedDecision.keyFrom(), PackedDecision.keyLength(packed))));
        List<Decision> decisions = new ArrayList<>(scopes.size());
        for (Scope scope : scopes) {
            Decision decision = of(scope);
            if (decision != null) {
                decisions.add(decision);
            }
        }
        return decisions;
    }

    /** Decisions held. */
    public int size() {
        return table.size();
    }

    /** Policy ids that decisions name. */
    public int policies() {
        return ids.size();
    }

    /** Heap held, in bytes, by the object layout of a 64-bit JVM with compressed references. */
    public long heapBytes() {
        return table.heapBytes() + ids.heapBytes();
    }

    private CallVerdict worst(ScopeKeys call, long nowMicros) {
        byte[] worst = null;
        int worstAt = 0;
        int worstScope = 0;
        if (table.touch(call) == UNLIKELY) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < call.size(); i++) {
            byte[] packed = table.find(call, i);
            int at = packed == null ? -1 : PackedDecision.firstInForce(packed, nowMicros);
            if (packed != null && at >= 0 && (worst == null || isWorse(packed, at, worst, worstAt))) {
                worst = packed;
                worstAt = at;
                worstScope = i;
            }
        }
        return worst == null
                ? CallVerdict.unconstrained(nowMicros)
                : verdict(call.scopes().get(worstScope), worst, worstAt, nowMicros);
    }

    /** The order of {@link Constraint#MOST_SEVERE_FIRST}. */
    private boolean isWorse(byte[] one, int oneAt, byte[] other, int otherAt) {
        int bySeverity = PackedDecision.verdict(one, oneAt).compareTo(PackedDecision.verdict(other, otherAt));
        if (bySeverity != 0) {
            return bySeverity > 0;
        }
        int byRemaining = Long.compare(PackedDecision.remaining(one, oneAt), PackedDecision.remaining(other, otherAt));
        if (byRemaining != 0) {
            return byRemaining < 0;
        }
        return ids.text(PackedDecision.policy(one, oneAt)).compareTo(ids.text(PackedDecision.policy(other, otherAt)))
                < 0;
    }

    private CallVerdict verdict(Scope scope, byte[] packed, int at, long nowMicros) {
        return new CallVerdict(
                PackedDecision.verdict(packed, at),
                PackedDecision.reason(packed, at),
                scope,
                ids.text(PackedDecision.policy(packed, at)),
                PackedDecision.measure(packed, at),
                PackedDecision.limit(packed, at),
                PackedDecision.used(packed, at),
                PackedDecision.startMicros(packed, at),
                PackedDecision.isEndless(packed, at) ? CallVerdict.NO_END : PackedDecision.endMicros(packed, at),
                PackedDecision.version(packed),
                nowMicros,
                null);
    }

    private Decision unpack(byte[] packed) {
        List<Constraint> constraints = new ArrayList<>();
        int first = PackedDecision.first(packed);
        for (int at = first; at < PackedDecision.end(packed); at += PackedDecision.CONSTRAINT_BYTES) {
            Long end = PackedDecision.isEndless(packed, at) ? null : PackedDecision.endMicros(packed, at);
            constraints.add(new Constraint(
                    ids.text(PackedDecision.policy(packed, at)),
                    PackedDecision.verdict(packed, at),
                    PackedDecision.reason(packed, at),
                    PackedDecision.measure(packed, at),
                    PackedDecision.limit(packed, at),
                    PackedDecision.used(packed, at),
                    new Window(PackedDecision.startMicros(packed, at), end)));
        }
        return new Decision(
                ScopeKey.decode(packed, PackedDecision.keyFrom(), PackedDecision.keyLength(packed)),
                PackedDecision.version(packed),
                PackedDecision.asOfMicros(packed),
                constraints);
    }

    private void release(byte @Nullable [] packed) {
        if (packed == null) {
            return;
        }
        for (int at = PackedDecision.first(packed);
                at < PackedDecision.end(packed);
                at += PackedDecision.CONSTRAINT_BYTES) {
            ids.release(PackedDecision.policy(packed, at));
        }
    }
}
