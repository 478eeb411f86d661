package io.millrace.client.adapter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects findings and the names of unknown fields, at most 32 of each. Not thread-safe. */
final class Findings {
    static final int ENTRIES_MAX = 32;
    /** Counted under this name: a name too long or too odd to be a field's, or one too many. */
    static final String OTHER = "(other)";

    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> unknown = new TreeMap<>();

    void add(Finding.Kind kind, String field, @Nullable Object value, String rule) {
        Finding finding = Finding.of(kind, field, value, rule);
        if (findings.size() < ENTRIES_MAX && !findings.contains(finding)) {
            findings.add(finding);
        }
    }

    void contradiction(String field, @Nullable Object value, String rule) {
        add(Finding.Kind.CONTRADICTION, field, value, rule);
    }

    void badValue(String field, @Nullable Object value, String rule) {
        add(Finding.Kind.BAD_VALUE, field, value, rule);
    }

    /** Counts a field nobody asked for, by its name alone. */
    void unknown(String name) {
        boolean plain = FIELD_NAME.matcher(name).matches();
        boolean room = unknown.containsKey(name) || unknown.size() < ENTRIES_MAX;
        unknown.merge(plain && room ? name : OTHER, 1, Integer::sum);
    }

    /** Takes over the findings of a later part of the same answer; an unknown field counts once for all parts. */
    void absorb(Findings later) {
        later.findings.forEach(f -> {
            if (findings.size() < ENTRIES_MAX && !findings.contains(f)) {
                findings.add(f);
            }
        });
        later.unknown.forEach((name, count) -> unknown.merge(
                unknown.containsKey(name) || unknown.size() < ENTRIES_MAX ? name : OTHER, count, Math::max));
    }

    List<Finding> list() {
        return List.copyOf(findings);
    }

    Map<String, Integer> unknownFields() {
        return Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
