package io.millrace.embedded.registry.core;

/** Which versions a list has. */
public enum VersionFilter {
    LIVE,
    /** Live and softly deleted ones. */
    ALL,
    /** Softly deleted ones alone. */
    DELETED;

    boolean test(SchemaVersion version) {
        return this == ALL || version.deleted() == (this == DELETED);
    }
}
