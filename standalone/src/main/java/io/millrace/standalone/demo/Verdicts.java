package io.millrace.standalone.demo;

import java.util.Set;

/** API keys whose calls the gateway refuses, and those it holds back, until it asks again. */
record Verdicts(Set<String> refusedKeys, Set<String> throttledKeys) {
    static final Verdicts NONE = new Verdicts(Set.of(), Set.of());

    Verdicts {
        refusedKeys = Set.copyOf(refusedKeys);
        throttledKeys = Set.copyOf(throttledKeys);
    }
}
