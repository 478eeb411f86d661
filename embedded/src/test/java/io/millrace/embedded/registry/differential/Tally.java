package io.millrace.embedded.registry.differential;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** How often something came about. */
final class Tally {
    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    int sum(Predicate<String> which) {
        return counts.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
