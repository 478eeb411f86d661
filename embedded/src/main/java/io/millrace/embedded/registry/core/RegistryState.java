package io.millrace.embedded.registry.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the journal adds up to: subjects, versions, ids and levels. Not thread-safe. */
final class RegistryState {
    /** Confluent's default. */
    static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();
    private CompatibilityLevel globalLevel = DEFAULT_LEVEL;
    private int lastId;

    void apply(RegistryChange change) {
        if (change instanceof RegistryChange.VersionWritten written) {
            put(written.version());
        } else if (change instanceof RegistryChange.VersionErased erased) {
            erase(erased.subject(), erased.version());
        } else if (change instanceof RegistryChange.SubjectDeleted deleted) {
            versions(deleted.subject(), true).stream()
                    .filter(version -> version.version() <= deleted.throughVersion())
                    .forEach(version -> put(version.asDeleted()));
        } else if (change instanceof RegistryChange.LevelSet set) {
            setLevel(set.subject(), set.level());
        } else if (change instanceof RegistryChange.LevelUnset unset) {
            setLevel(unset.subject(), null);
        }
    }

    private void put(SchemaVersion version) {
        subjects.computeIfAbsent(version.subject(), absent -> new TreeMap<>()).put(version.version(), version);
        lastId = Math.max(lastId, version.id());
    }

    private void erase(String subject, int version) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        if (versions != null) {
            versions.remove(version);
            if (versions.isEmpty()) {
                subjects.remove(subject);
            }
        }
    }

    private void setLevel(@Nullable String subject, @Nullable CompatibilityLevel level) {
        if (subject == null) {
            globalLevel = level == null ? DEFAULT_LEVEL : level;
        } else if (level == null) {
            levels.remove(subject);
        } else {
            levels.put(subject, level);
        }
    }

    /** All names, in order; of subjects without a live version only on demand. */
    List<String> subjects(boolean withDeleted) {
        return subjects.keySet().stream()
                .filter(subject -> !versions(subject, withDeleted).isEmpty())
                .toList();
    }

    /** Oldest first. */
    List<SchemaVersion> versions(String subject, boolean withDeleted) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        if (versions == null) {
            return List.of();
        }
        return versions.values().stream()
                .filter(version -> withDeleted || !version.deleted())
                .toList();
    }

    /** Every version that has the id, under any subject. */
    List<SchemaVersion> versionsOfId(int id, boolean withDeleted) {
        var found = new ArrayList<SchemaVersion>();
        for (String subject : subjects.keySet()) {
            versions(subject, withDeleted).stream()
                    .filter(version -> version.id() == id)
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    /** The id the schema already has under some subject, or the next free one. */
    int idFor(String schema) {
        return subjects.values().stream()
                .flatMap(versions -> versions.values().stream())
                .filter(version -> version.schema().equals(schema))
                .mapToInt(SchemaVersion::id)
                .findFirst()
                .orElse(lastId + 1);
    }

    int nextVersion(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? 1 : versions.lastKey() + 1;
    }

    CompatibilityLevel globalLevel() {
        return globalLevel;
    }

    Optional<CompatibilityLevel> ownLevel(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    CompatibilityLevel levelInForce(String subject) {
        return levels.getOrDefault(subject, globalLevel);
    }
}
