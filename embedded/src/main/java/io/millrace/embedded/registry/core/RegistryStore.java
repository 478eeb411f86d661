package io.millrace.embedded.registry.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal and what it adds up to. A change is in the journal before it is visible; after a failed write everything
 * is read again before the next change. Not thread-safe.
 */
final class RegistryStore {
    private final Journal journal;
    private RegistryState state;
    private boolean journalFailed;

    RegistryStore(Journal journal) {
        this.journal = journal;
        this.state = replay(journal);
    }

    private static RegistryState replay(Journal journal) {
        var state = new RegistryState();
        journal.read().forEach(state::apply);
        return state;
    }

    /** To answer from. */
    RegistryState state() {
        return state;
    }

    /** To decide on a change from: what the journal has, also when the outcome of the last write was unknown. */
    RegistryState forChange() {
        if (journalFailed) {
            state = replay(journal);
            journalFailed = false;
        }
        return state;
    }

    void commit(List<RegistryChange> changes) {
        try {
            journal.append(changes);
        } catch (RegistryException unknown) {
            journalFailed = true;
            throw unknown;
        }
        changes.forEach(state::apply);
    }

    /** Refuses changes of a subject, or of the registry when it is null, that is read-only. */
    void requireWritable(@Nullable String subject) {
        RegistryMode mode = subject == null ? state.globalMode() : state.modeInForce(subject);
        if (mode.readOnly()) {
            throw Refusals.notPermitted("Subject " + subject + " is in read-only mode");
        }
    }
}
