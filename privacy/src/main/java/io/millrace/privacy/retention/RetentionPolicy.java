package io.millrace.privacy.retention;

import io.millrace.schemas.error.Expected;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How long each class of data is kept. Immutable.
 *
 * @param calls by retention class of a workspace; {@value #DEFAULT} is there and is for every class that is not
 * @param others of the classes of data that are kept alike for every workspace
 */
public record RetentionPolicy(Map<String, Rule> calls, Map<DataClass, Rule> others) {
    public static final String DEFAULT = "default";

    public RetentionPolicy {
        calls = Map.copyOf(new TreeMap<>(calls));
        others = Map.copyOf(others);
        if (!calls.containsKey(DEFAULT)) {
            throw Expected.illegal("calls", calls.keySet(), "a rule for " + DEFAULT);
        }
    }

    /** Of the calls of a workspace. */
    public Rule ofCalls(String retentionClass) {
        return Objects.requireNonNull(calls.getOrDefault(retentionClass, calls.get(DEFAULT)));
    }

    /** Of a class other than that of calls. */
    public Rule of(DataClass data) {
        Rule rule = others.get(data);
        if (rule == null) {
            throw Expected.illegal("data class", data, "one of " + others.keySet());
        }
        return rule;
    }
}
