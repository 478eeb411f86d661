package io.millrace.embedded.registry.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the journal adds up to: subjects, versions, ids, levels and modes. Not thread-safe. */
final class RegistryState {
    /** Confluent's defaults. */
    private final ScopedSetting<CompatibilityLevel> levels = new ScopedSetting<>(CompatibilityLevel.BACKWARD);

    private final ScopedSetting<RegistryMode> modes = new ScopedSetting<>(RegistryMode.READWRITE);
    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<String, Set<Integer>> foreign = new HashMap<>();
    private final SchemaIds ids = new SchemaIds();

    void apply(RegistryChange change) {
        if (change instanceof RegistryChange.VersionWritten written) {
            put(written.version());
        } else if (change instanceof RegistryChange.VersionErased erased) {
            erase(erased.subject(), erased.version());
        } else if (change instanceof RegistryChange.VersionForeign alien) {
            foreign.computeIfAbsent(alien.subject(), absent -> new TreeSet<>()).add(alien.version());
            ids.raise(alien.id());
        } else if (change instanceof RegistryChange.SubjectDeleted deleted) {
            versions(deleted.subject(), VersionFilter.LIVE).stream()
                    .filter(version -> version.version() <= deleted.throughVersion())
                    .forEach(version -> put(version.asDeleted()));
        } else if (change instanceof RegistryChange.SubjectCleared cleared) {
            clear(cleared.subject());
        } else if (change instanceof RegistryChange.IdsGiven given) {
            ids.raise(given.lastId());
        } else {
            applySetting(change);
        }
    }

    private void applySetting(RegistryChange change) {
        if (change instanceof RegistryChange.LevelSet set) {
            levels.set(set.subject(), set.level());
        } else if (change instanceof RegistryChange.LevelUnset unset) {
            levels.set(unset.subject(), null);
        } else if (change instanceof RegistryChange.ModeSet set) {
            modes.set(set.subject(), set.mode());
        } else if (change instanceof RegistryChange.ModeUnset unset) {
            modes.set(unset.subject(), null);
        }
    }

    private void put(SchemaVersion version) {
        SchemaVersion old = subjects.computeIfAbsent(version.subject(), absent -> new TreeMap<>())
                .put(version.version(), version);
        ids.add(version);
        if (old != null && (old.id() != version.id() || !old.schema().equals(version.schema()))) {
            ids.remove(old);
        }
    }

    private void erase(String subject, int version) {
        foreign.getOrDefault(subject, new TreeSet<>()).remove(version);
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        SchemaVersion erased = versions == null ? null : versions.remove(version);
        if (versions != null && versions.isEmpty()) {
            subjects.remove(subject);
        }
        if (erased != null) {
            ids.remove(erased);
        }
    }

    private void clear(@Nullable String subject) {
        List<String> affected = subject == null ? List.copyOf(subjects.keySet()) : List.of(subject);
        for (String each : affected) {
            versions(each, VersionFilter.DELETED).forEach(version -> erase(each, version.version()));
        }
    }

    /** All names, in order; a subject counts as deleted when all its versions are. */
    List<String> subjects(VersionFilter filter) {
        return subjects.keySet().stream()
                .filter(subject -> {
                    boolean live = !versions(subject, VersionFilter.LIVE).isEmpty();
                    return filter == VersionFilter.ALL || live == (filter == VersionFilter.LIVE);
                })
                .toList();
    }

    /** Oldest first. */
    List<SchemaVersion> versions(String subject, VersionFilter filter) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null
                ? List.of()
                : versions.values().stream().filter(filter::test).toList();
    }

    /** Live or softly deleted. */
    Optional<SchemaVersion> version(String subject, int number) {
        return Optional.ofNullable(
                subjects.getOrDefault(subject, new TreeMap<>()).get(number));
    }

    /** The latest version that has the id in each subject, live or softly deleted. */
    List<SchemaVersion> versionsOfId(int id) {
        var found = new ArrayList<SchemaVersion>();
        ids.uses(id).forEach((subject, number) -> version(subject, number).ifPresent(found::add));
        return List.copyOf(found);
    }

    /** The id the schema already has under some subject. */
    OptionalInt idOf(String schema) {
        return ids.of(schema);
    }

    int lastId() {
        return ids.last();
    }

    int nextVersion(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? 1 : versions.lastKey() + 1;
    }

    /** True when the subject has versions that this registry cannot read. */
    boolean isForeign(String subject) {
        return !foreign.getOrDefault(subject, Set.of()).isEmpty();
    }

    ScopedSetting<CompatibilityLevel> levels() {
        return levels;
    }

    /** The subject's own mode, or the global override. */
    Optional<RegistryMode> ownMode(String subject) {
        return overridden() ? Optional.of(modes.global()) : modes.own(subject);
    }

    RegistryMode modeInForce(String subject) {
        return overridden() ? modes.global() : modes.inForce(subject);
    }

    RegistryMode globalMode() {
        return modes.global();
    }

    private boolean overridden() {
        return modes.global() == RegistryMode.READONLY_OVERRIDE;
    }
}
