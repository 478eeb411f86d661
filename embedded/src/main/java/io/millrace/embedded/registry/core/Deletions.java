package io.millrace.embedded.registry.core;

import io.millrace.embedded.registry.core.RegistryChange.IdsGiven;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.ModeUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectDeleted;
import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes in two steps: softly, where the schema is still found by its id, then for good. Ids that were erased are noted
 * in the journal first, so that none is given twice even when compaction has dropped the rows. Not thread-safe.
 */
final class Deletions {
    private final RegistryStore store;

    Deletions(RegistryStore store) {
        this.store = store;
    }

    /** Returns the versions concerned. */
    List<Integer> subject(String subject, boolean permanent) {
        RegistryState state = store.forChange();
        List<SchemaVersion> all = state.versions(subject, VersionFilter.ALL);
        List<SchemaVersion> live = state.versions(subject, VersionFilter.LIVE);
        if (all.isEmpty()) {
            throw Refusals.noSubject(subject);
        }
        if (!permanent && live.isEmpty()) {
            throw Refusals.subjectDeleted(subject);
        }
        store.requireWritable(subject);
        if (!permanent) {
            var changes = new ArrayList<RegistryChange>();
            changes.add(new SubjectDeleted(subject, live.get(live.size() - 1).version()));
            changes.addAll(settingsUnset(state, subject));
            store.commit(changes);
            return numbers(live);
        }
        if (!live.isEmpty()) {
            throw Refusals.subjectNotDeleted(subject);
        }
        store.commit(erased(state, all));
        return numbers(all);
    }

    /** Returns its number. */
    int version(String subject, VersionSelector selector, boolean permanent) {
        RegistryState state = store.forChange();
        SchemaVersion version = existing(state, subject, selector);
        if (!permanent && version.deleted()) {
            throw Refusals.versionDeleted(version);
        }
        store.requireWritable(subject);
        if (permanent && !version.deleted()) {
            throw Refusals.versionNotDeleted(version);
        }
        if (permanent) {
            store.commit(erased(state, List.of(version)));
        } else {
            var changes = new ArrayList<RegistryChange>();
            changes.add(new VersionWritten(version.asDeleted()));
            if (state.versions(subject, VersionFilter.LIVE).size() == 1) {
                changes.addAll(settingsUnset(state, subject));
            }
            store.commit(changes);
        }
        return version.version();
    }

    private static SchemaVersion existing(RegistryState state, String subject, VersionSelector selector) {
        List<SchemaVersion> candidates =
                state.versions(subject, selector.latest() ? VersionFilter.LIVE : VersionFilter.ALL);
        Optional<SchemaVersion> found = Versions.select(candidates, selector);
        if (found.isEmpty() && state.versions(subject, VersionFilter.ALL).isEmpty()) {
            throw Refusals.noSubject(subject);
        }
        return found.orElseThrow(() -> Refusals.noVersion(selector));
    }

    private static List<RegistryChange> settingsUnset(RegistryState state, String subject) {
        var changes = new ArrayList<RegistryChange>();
        state.ownMode(subject).ifPresent(mode -> changes.add(new ModeUnset(subject)));
        state.levels().own(subject).ifPresent(level -> changes.add(new LevelUnset(subject)));
        return changes;
    }

    /** The rows that erase these versions for good. */
    static List<RegistryChange> erased(RegistryState state, List<SchemaVersion> versions) {
        var changes = new ArrayList<RegistryChange>();
        if (!versions.isEmpty()) {
            changes.add(new IdsGiven(state.lastId()));
        }
        versions.forEach(version -> changes.add(new VersionErased(version.subject(), version.version())));
        return changes;
    }

    private static List<Integer> numbers(List<SchemaVersion> versions) {
        return versions.stream().map(SchemaVersion::version).toList();
    }
}
