package io.millrace.streams.metering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The scopes whose use moved since gateways were told of it, by when they are to be told. Not thread-safe. */
final class Untold {
    /** Restored scopes told with one heartbeat: a million at once would delay what is new. */
    static final int RESTORED_MAX = 1_000;

    private final NavigableMap<Long, List<ScopeState>> byDue = new TreeMap<>();
    private final Deque<ScopeState> restored = new ArrayDeque<>();

    /** Tells of a scope at the first heartbeat that is not before the instant the scope names. */
    void add(ScopeState scope) {
        byDue.computeIfAbsent(scope.dueMillis(), due -> new ArrayList<>()).add(scope);
    }

    /** Tells of it after those restored before. */
    void addRestored(ScopeState scope) {
        restored.add(scope);
    }

    /** The scopes that are to be told now; one may be there twice. */
    List<ScopeState> take(long nowMillis) {
        NavigableMap<Long, List<ScopeState>> passed = byDue.headMap(nowMillis, true);
        List<ScopeState> due = new ArrayList<>();
        passed.forEach((dueMillis, scopes) -> scopes.stream()
                .filter(scope -> scope.isUntold() && scope.dueMillis() == dueMillis)
                .forEach(due::add));
        passed.clear();
        takeRestored(due);
        return due;
    }

    private void takeRestored(Collection<ScopeState> due) {
        for (int taken = 0; taken < RESTORED_MAX && !restored.isEmpty(); ) {
            ScopeState scope = restored.remove();
            if (scope.isUntold()) {
                due.add(scope);
                taken++;
            }
        }
    }
}
