package io.millrace.standalone.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The versions that decisions were told with. Among committed ones each is above all before it, by scope. Of the rest, which
 * gateways read too, no version is told twice: what a process writes that was already replaced comes late, is never committed,
 * and has a version that readers have left behind. About 100 bytes a decision. Not thread-safe.
 */
final class Versions {
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final Set<Told> told = new HashSet<>();
    private long committed;
    private long growing;
    private long written;

    private record Told(String scope, long version) {}

    /** In the order of the topic. */
    void committed(String scope, long version) {
        committed++;
        Long before = newest.get(scope);
        if (before == null || version > before) {
            newest.put(scope, version);
            growing++;
        } else {
            faults.add("decision on " + scope + ": version " + version + " (expected: > " + before + ")");
        }
    }

    /** Committed or not, in any order. */
    void written(String scope, long version) {
        written++;
        if (!told.add(new Told(scope, version))) {
            faults.add("decision on " + scope + ": version " + version + " twice (expected: once)");
        }
    }

    long committed() {
        return committed;
    }

    /** Committed ones above all committed before them. */
    long growing() {
        return growing;
    }

    long written() {
        return written;
    }

    /** Distinct pairs of a scope and a version. */
    long distinct() {
        return told.size();
    }

    /** A line each. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
