package io.millrace.embedded.registry.core;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which id a schema text has, and where an id is used. Not thread-safe. */
final class SchemaIds {
    /** Ids of a text, the one written last at the end; more than one only after imports. */
    private final Map<String, LinkedHashSet<Integer>> idsByText = new HashMap<>();

    private final Map<Integer, TreeMap<String, TreeSet<Integer>>> usesById = new HashMap<>();
    private int lastId;

    void add(SchemaVersion version) {
        usesById.computeIfAbsent(version.id(), absent -> new TreeMap<>())
                .computeIfAbsent(version.subject(), absent -> new TreeSet<>())
                .add(version.version());
        LinkedHashSet<Integer> ids = idsByText.computeIfAbsent(version.schema(), absent -> new LinkedHashSet<>());
        ids.remove(version.id());
        ids.add(version.id());
        raise(version.id());
    }

    void remove(SchemaVersion version) {
        TreeMap<String, TreeSet<Integer>> uses = usesById.get(version.id());
        Set<Integer> versions = uses == null ? null : uses.get(version.subject());
        if (uses == null || versions == null) {
            return;
        }
        versions.remove(version.version());
        if (versions.isEmpty()) {
            uses.remove(version.subject());
        }
        if (uses.isEmpty()) {
            usesById.remove(version.id());
            forget(version.schema(), version.id());
        }
    }

    private void forget(String text, int id) {
        LinkedHashSet<Integer> ids = idsByText.get(text);
        if (ids != null) {
            ids.remove(id);
            if (ids.isEmpty()) {
                idsByText.remove(text);
            }
        }
    }

    /** Ids up to this one are never given again. */
    void raise(int id) {
        lastId = Math.max(lastId, id);
    }

    int last() {
        return lastId;
    }

    /** The id the schema has under some subject, softly deleted ones counted. */
    OptionalInt of(String text) {
        return idsByText.getOrDefault(text, new LinkedHashSet<>()).stream()
                .mapToInt(Integer::intValue)
                .reduce((earlier, later) -> later);
    }

    /** The latest version with the id, by subject in order. */
    Map<String, Integer> uses(int id) {
        var latest = new TreeMap<String, Integer>();
        usesById.getOrDefault(id, new TreeMap<>()).forEach((subject, versions) -> latest.put(subject, versions.last()));
        return latest;
    }
}
