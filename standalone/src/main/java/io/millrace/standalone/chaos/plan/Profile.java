package io.millrace.standalone.chaos.plan;

import java.util.Set;

/** A component, and the ways in which it can be broken. */
public record Profile(String component, Set<FaultKind> kinds) {
    public Profile {
        kinds = Set.copyOf(kinds);
    }
}
