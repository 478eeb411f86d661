package io.millrace.standalone.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which alerts a receiver took, each as often as it took it. Holds every id, about 100 bytes each. Thread-safe. */
public final class Deliveries {
    private final Map<String, Integer> times = new ConcurrentHashMap<>();

    /** The receiver said that it has the message of this id. */
    public void took(String id) {
        times.merge(id, 1, Integer::sum);
    }

    /** How many of these the receiver has. */
    long of(Set<String> told) {
        return told.stream().filter(times::containsKey).count();
    }

    /** Distinct ids. */
    long distinct() {
        return times.size();
    }

    /** What was told and did not come, and what came and was never told; a line each. */
    List<String> faults(Set<String> told) {
        Stream<String> missing = told.stream()
                .filter(id -> !times.containsKey(id))
                .map(id -> "alert " + id + ": not delivered (expected: at least once)");
        Stream<String> unknown = times.keySet().stream()
                .filter(id -> !told.contains(id))
                .map(id -> "alert " + id + ": delivered (expected: only what is in the topic)");
        return Stream.concat(missing, unknown).sorted().toList();
    }

    @Override
    public String toString() {
        return distinct() + " ids, " + repeats() + " repeats";
    }

    /** How often an id was taken that had been taken before: at least once is the promise, so that these are no fault. */
    long repeats() {
        return times.values().stream().mapToLong(count -> count - 1).sum();
    }
}
