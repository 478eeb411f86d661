package io.millrace.client.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Short texts that were found clean lately: the names of providers, models, features and keys come again with nearly every
 * record, and comparing is a tenth of the work of searching. Bounded: {@value #SLOTS} texts of at most
 * {@value #LENGTH_MAX} characters, each taking the place of another with the same slot. Thread-safe without locks: a slot
 * holds one immutable text or another, and losing one costs a search.
 */
final class CleanTexts {
    private static final int SLOTS = 1 << 10;
    private static final int LENGTH_MAX = 64;

    private final @Nullable String[] slots = new String[SLOTS];

    /** False says nothing. */
    boolean has(String text) {
        return text.equals(slots[slot(text)]);
    }

    void add(String text) {
        if (text.length() <= LENGTH_MAX) {
            slots[slot(text)] = text;
        }
    }

    private static int slot(String text) {
        int hash = text.hashCode();
        return (hash ^ (hash >>> Short.SIZE)) & (SLOTS - 1);
    }
}
