package io.millrace.streams.metering;

import io.millrace.schemas.budget.LimitIncrease;
import io.millrace.schemas.budget.Policy;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The instants at which increases begin and end, so that limits follow the event time without a call. Not thread-safe. */
final class LimitChanges {
    private final NavigableMap<Long, Set<String>> byInstant = new TreeMap<>();
    private long nextMicros = Long.MAX_VALUE;

    /** Remembers the increases of a new or changed policy; those of the one it replaces do no harm. */
    void put(Policy policy) {
        for (LimitIncrease increase : policy.increases()) {
            at(increase.fromMicros()).add(policy.policyId());
            at(increase.untilMicros()).add(policy.policyId());
        }
        findNext();
    }

    /** Whether there is anything to take at the instant: one comparison, for every record. */
    boolean due(long micros) {
        return micros >= nextMicros;
    }

    /** Takes the ids of the policies whose limit may have changed by the instant, in order. */
    Set<String> take(long micros) {
        Set<String> ids = new TreeSet<>();
        NavigableMap<Long, Set<String>> due = byInstant.headMap(micros, true);
        due.values().forEach(ids::addAll);
        due.clear();
        findNext();
        return ids;
    }

    private Set<String> at(long micros) {
        return byInstant.computeIfAbsent(micros, instant -> new HashSet<>());
    }

    private void findNext() {
        Map.Entry<Long, Set<String>> first = byInstant.firstEntry();
        nextMicros = first == null ? Long.MAX_VALUE : first.getKey();
    }
}
