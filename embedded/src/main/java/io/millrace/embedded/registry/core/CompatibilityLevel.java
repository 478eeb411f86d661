package io.millrace.embedded.registry.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which earlier versions a new schema must agree with, and in which direction. */
public enum CompatibilityLevel {
    /** Anything goes. */
    NONE(false, false, false),
    /** The new schema reads what the latest version wrote. */
    BACKWARD(true, false, false),
    /** The new schema reads what any version wrote. */
    BACKWARD_TRANSITIVE(true, false, true),
    /** The latest version reads what the new schema writes. */
    FORWARD(false, true, false),
    /** Every version reads what the new schema writes. */
    FORWARD_TRANSITIVE(false, true, true),
    /** Both directions, with the latest version. */
    FULL(true, true, false),
    /** Both directions, with every version. */
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean transitive;

    CompatibilityLevel(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.transitive = transitive;
    }

    boolean newReadsOld() {
        return newReadsOld;
    }

    boolean oldReadsNew() {
        return oldReadsNew;
    }

    boolean transitive() {
        return transitive;
    }

    /** The level of this name, in any case. */
    public static Optional<CompatibilityLevel> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
