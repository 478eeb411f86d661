package io.millrace.embedded.registry.core;

import java.util.ArrayList;
import java.util.List;

/** Keeps changes in a list; can refuse to. */
final class MemoryJournal implements Journal {
    final List<RegistryChange> changes = new ArrayList<>();
    boolean failing;

    @Override
    public List<RegistryChange> read() {
        return List.copyOf(changes);
    }

    @Override
    public void append(List<RegistryChange> added) {
        if (failing) {
            throw new RegistryException(RegistryError.STORE_FAILED, "journal: refused (expected: not to)");
        }
        changes.addAll(added);
    }
}
