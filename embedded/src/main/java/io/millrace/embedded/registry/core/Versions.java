package io.millrace.embedded.registry.core;

import java.util.List;
import java.util.Optional;

/** Choosing among the versions of a subject. */
final class Versions {
    private Versions() {}

    /**
     * The one that is meant.
     *
     * @param versions oldest first
     */
    static Optional<SchemaVersion> select(List<SchemaVersion> versions, VersionSelector selector) {
        return versions.stream()
                .filter(version -> selector.latest() || version.version() == selector.number())
                .reduce((earlier, later) -> later);
    }
}
