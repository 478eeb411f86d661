package io.millrace.embedded.registry.core;

import io.millrace.embedded.registry.core.RegistryChange.LevelSet;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectDeleted;
import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry's decisions: what is registered, refused, deleted. A change is in the journal before it is visible;
 * after a failed write everything is read again before the next change. Thread-safe: one request at a time.
 *
 * <p>The journal must have no other writer. Ids grow by one; the id of a schema that was erased for good may come back
 * after a restart, as with Confluent.
 */
public final class Registry {
    private final Journal journal;
    private RegistryState state;
    private boolean journalFailed;

    public Registry(Journal journal) {
        this.journal = journal;
        this.state = replay(journal);
    }

    private static RegistryState replay(Journal journal) {
        var state = new RegistryState();
        journal.read().forEach(state::apply);
        return state;
    }

    private void commit(List<RegistryChange> changes) {
        try {
            journal.append(changes);
        } catch (RegistryException unknown) {
            journalFailed = true;
            throw unknown;
        }
        changes.forEach(state::apply);
    }

    private void recoverIfNeeded() {
        if (journalFailed) {
            state = replay(journal);
            journalFailed = false;
        }
    }

    /**
     * Makes the schema a version of the subject, unless it already is a live one.
     *
     * @return its id
     * @throws RegistryException when it is invalid, or incompatible at the level in force
     */
    public synchronized int register(String subject, String schema) {
        recoverIfNeeded();
        String normalized = SchemaText.normalized(schema);
        Optional<SchemaVersion> known = live(subject, normalized);
        if (known.isPresent()) {
            return known.get().id();
        }
        CompatibilityLevel level = state.levelInForce(subject);
        List<String> problems = CompatibilityCheck.problems(level, normalized, state.versions(subject, false));
        if (!problems.isEmpty()) {
            throw new RegistryException(
                    RegistryError.INCOMPATIBLE_SCHEMA,
                    "schema of subject " + subject + ": incompatible with an earlier one (expected: " + level
                            + "), details: " + problems);
        }
        int id = state.idFor(normalized);
        commit(List.of(
                new VersionWritten(new SchemaVersion(subject, state.nextVersion(subject), id, normalized, false))));
        return id;
    }

    /** The live version of the subject with this schema, also a deleted one on demand. */
    public synchronized SchemaVersion lookup(String subject, String schema, boolean withDeleted) {
        String normalized = SchemaText.normalized(schema);
        return existing(subject, withDeleted).stream()
                .filter(version -> version.schema().equals(normalized))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new RegistryException(
                        RegistryError.SCHEMA_NOT_FOUND, "schema: unknown (expected: one of subject " + subject + ")"));
    }

    public synchronized List<String> subjects(boolean withDeleted) {
        return state.subjects(withDeleted);
    }

    /** Oldest first, at least one. */
    public synchronized List<SchemaVersion> versions(String subject, boolean withDeleted) {
        return existing(subject, withDeleted);
    }

    public synchronized SchemaVersion version(String subject, VersionSelector selector, boolean withDeleted) {
        return select(existing(subject, withDeleted), selector).orElseThrow(() -> noVersion(subject, selector));
    }

    /** Every use of the id; at least one. */
    public synchronized List<SchemaVersion> versionsOfId(int id, boolean withDeleted) {
        List<SchemaVersion> found = state.versionsOfId(id, withDeleted);
        if (found.isEmpty()) {
            throw new RegistryException(RegistryError.SCHEMA_NOT_FOUND, "schema id: " + id + " (expected: a known id)");
        }
        return found;
    }

    /** The schema of the id, whether or not its subjects are softly deleted. */
    public synchronized String schemaOfId(int id) {
        return versionsOfId(id, true).get(0).schema();
    }

    /** Softly, or for good when it already is softly deleted; returns the versions concerned. */
    public synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
        recoverIfNeeded();
        List<SchemaVersion> all = existing(subject, true);
        List<SchemaVersion> live = state.versions(subject, false);
        if (permanent) {
            require(
                    live.isEmpty(),
                    RegistryError.SUBJECT_NOT_SOFT_DELETED,
                    "subject: " + subject + " (expected: softly deleted first)");
            commit(all.stream()
                    .map(version -> (RegistryChange) new VersionErased(subject, version.version()))
                    .toList());
            return numbers(all);
        }
        require(
                !live.isEmpty(),
                RegistryError.SUBJECT_SOFT_DELETED,
                "subject: " + subject + " (expected: not softly deleted; permanent=true deletes for good)");
        var changes = new ArrayList<RegistryChange>();
        changes.add(new SubjectDeleted(subject, all.get(all.size() - 1).version()));
        state.ownLevel(subject).ifPresent(level -> changes.add(new LevelUnset(subject)));
        commit(changes);
        return numbers(live);
    }

    /** Softly, or for good when it already is softly deleted; returns its number. */
    public synchronized int deleteVersion(String subject, VersionSelector selector, boolean permanent) {
        recoverIfNeeded();
        boolean latestLive = selector.latest() && !permanent;
        List<SchemaVersion> candidates = latestLive ? state.versions(subject, false) : existing(subject, true);
        SchemaVersion version = select(candidates, selector).orElseThrow(() -> noVersion(subject, selector));
        String name = "subject " + subject + " version: " + version.version();
        if (permanent) {
            require(
                    version.deleted(),
                    RegistryError.VERSION_NOT_SOFT_DELETED,
                    name + " (expected: softly deleted first)");
            commit(List.of(new VersionErased(subject, version.version())));
        } else {
            require(
                    !version.deleted(),
                    RegistryError.VERSION_SOFT_DELETED,
                    name + " (expected: not softly deleted; permanent=true deletes for good)");
            commit(List.of(new VersionWritten(version.asDeleted())));
        }
        return version.version();
    }

    public synchronized CompatibilityLevel globalLevel() {
        return state.globalLevel();
    }

    /** The subject's own level. */
    public synchronized CompatibilityLevel ownLevel(String subject) {
        return state.ownLevel(subject)
                .orElseThrow(() -> new RegistryException(
                        RegistryError.LEVEL_NOT_CONFIGURED,
                        "subject: " + subject + " (expected: one with a compatibility level of its own)"));
    }

    public synchronized CompatibilityLevel levelInForce(String subject) {
        return state.levelInForce(subject);
    }

    /** Sets the level of a subject, which need not exist yet, or the global one when it is null. */
    public synchronized void setLevel(@Nullable String subject, CompatibilityLevel level) {
        recoverIfNeeded();
        commit(List.of(new LevelSet(subject, level)));
    }

    /** Goes back to the global level, or to the default when the subject is null; returns the level that was set. */
    public synchronized CompatibilityLevel unsetLevel(@Nullable String subject) {
        recoverIfNeeded();
        CompatibilityLevel old =
                subject == null ? state.globalLevel() : state.ownLevel(subject).orElseThrow(() -> noSubject(subject));
        commit(List.of(new LevelUnset(subject)));
        return old;
    }

    /** What would stand against registering the schema now. */
    public synchronized List<String> incompatibilities(String subject, String schema) {
        return CompatibilityCheck.problems(
                state.levelInForce(subject), SchemaText.normalized(schema), state.versions(subject, false));
    }

    /** What stands against the schema beside one version alone; an unknown subject has no latest to disagree with. */
    public synchronized List<String> incompatibilities(String subject, String schema, VersionSelector selector) {
        String normalized = SchemaText.normalized(schema);
        Optional<SchemaVersion> version = select(state.versions(subject, false), selector);
        if (version.isEmpty() && !selector.latest()) {
            throw state.versions(subject, false).isEmpty() ? noSubject(subject) : noVersion(subject, selector);
        }
        return CompatibilityCheck.problems(
                state.levelInForce(subject), normalized, version.stream().toList());
    }

    private Optional<SchemaVersion> live(String subject, String schema) {
        return state.versions(subject, false).stream()
                .filter(version -> version.schema().equals(schema))
                .findFirst();
    }

    private List<SchemaVersion> existing(String subject, boolean withDeleted) {
        List<SchemaVersion> versions = state.versions(subject, withDeleted);
        if (versions.isEmpty()) {
            throw noSubject(subject);
        }
        return versions;
    }

    private static Optional<SchemaVersion> select(List<SchemaVersion> versions, VersionSelector selector) {
        return versions.stream()
                .filter(version -> selector.latest() || version.version() == selector.number())
                .reduce((earlier, later) -> later);
    }

    private static List<Integer> numbers(List<SchemaVersion> versions) {
        return versions.stream().map(SchemaVersion::version).toList();
    }

    private static RegistryException noSubject(String subject) {
        return new RegistryException(
                RegistryError.SUBJECT_NOT_FOUND, "subject: " + subject + " (expected: a registered subject)");
    }

    private static RegistryException noVersion(String subject, VersionSelector selector) {
        String number = selector.latest() ? "latest" : Integer.toString(selector.number());
        return new RegistryException(
                RegistryError.VERSION_NOT_FOUND,
                "version: " + number + " (expected: a version of subject " + subject + ")");
    }

    private static void require(boolean condition, RegistryError error, String message) {
        if (!condition) {
            throw new RegistryException(error, message);
        }
    }
}
