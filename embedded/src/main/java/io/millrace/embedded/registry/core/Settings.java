package io.millrace.embedded.registry.core;

import io.millrace.embedded.registry.core.RegistryChange.LevelSet;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.ModeSet;
import io.millrace.embedded.registry.core.RegistryChange.ModeUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectCleared;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Levels and modes, global (a null subject) and of single subjects. Not thread-safe. */
final class Settings {
    private final RegistryStore store;

    Settings(RegistryStore store) {
        this.store = store;
    }

    void setLevel(@Nullable String subject, CompatibilityLevel level) {
        store.forChange();
        store.requireWritable(subject);
        store.commit(List.of(new LevelSet(subject, level)));
    }

    CompatibilityLevel unsetLevel(@Nullable String subject) {
        RegistryState state = store.forChange();
        CompatibilityLevel old = subject == null
                ? state.levels().global()
                : state.levels().own(subject).orElseThrow(() -> Refusals.noSubject(subject));
        store.requireWritable(subject);
        store.commit(List.of(new LevelUnset(subject)));
        return old;
    }

    /** A subject goes to IMPORT when it has no live version, or by force; softly deleted ones are erased then. */
    void setMode(@Nullable String subject, RegistryMode mode, boolean force) {
        RegistryState state = store.forChange();
        var changes = new ArrayList<RegistryChange>();
        RegistryMode inForce = subject == null ? state.globalMode() : state.modeInForce(subject);
        if (mode == RegistryMode.IMPORT && inForce != RegistryMode.IMPORT && !force) {
            changes.addAll(cleared(state, subject));
        }
        changes.add(new ModeSet(subject, mode));
        store.commit(changes);
    }

    private static List<RegistryChange> cleared(RegistryState state, @Nullable String subject) {
        List<String> affected = subject == null ? state.subjects(VersionFilter.ALL) : List.of(subject);
        var deleted = new ArrayList<SchemaVersion>();
        for (String each : affected) {
            if (!state.versions(each, VersionFilter.LIVE).isEmpty()) {
                throw Refusals.notPermitted("Cannot import since found existing subjects");
            }
            deleted.addAll(state.versions(each, VersionFilter.DELETED));
        }
        List<RegistryChange> changes = Deletions.erased(state, deleted);
        changes.add(new SubjectCleared(subject));
        return changes;
    }

    RegistryMode unsetMode(@Nullable String subject) {
        RegistryState state = store.forChange();
        RegistryMode old = subject == null
                ? state.globalMode()
                : state.ownMode(subject).orElseThrow(() -> Refusals.noSubject(subject));
        store.commit(List.of(new ModeUnset(subject)));
        return old;
    }
}
