package io.millrace.embedded.registry.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be written to a subject. */
public enum RegistryMode {
    READWRITE,
    /** Nothing is registered, deleted or configured; a mode of the subject itself goes first. */
    READONLY,
    /** As READONLY; set globally it goes before the mode of any subject. */
    READONLY_OVERRIDE,
    /** Schemas come with their ids, and are not compared with earlier ones. */
    IMPORT;

    boolean readOnly() {
        return this == READONLY || this == READONLY_OVERRIDE;
    }

    /** The mode of this name, in any case. */
    public static Optional<RegistryMode> named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
