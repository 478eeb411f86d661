package io.millrace.streams.metering;

/**
 * A state that a log of its kind keeps. What the log knows of it is held here: a map from a million states would cost a
 * cache miss for each. Not thread-safe.
 */
public abstract sealed class Logged permits ScopeState, Account, PendingDrawdown {
    /** Where a state stands that was never written, or is removed. */
    public static final long NOWHERE = -1;

    private long chunk = NOWHERE;
    private boolean unsaved;

    /** Number of the chunk that it was last written to. */
    public final long chunk() {
        return chunk;
    }

    /** Whether it changed since. */
    public final boolean isUnsaved() {
        return unsaved;
    }

    /** It changed: false when that was known. */
    public final boolean touch() {
        boolean first = !unsaved;
        unsaved = true;
        return first;
    }

    /** It is in a chunk as it is now, or in none: {@link #NOWHERE}. */
    public final void writtenTo(long number) {
        chunk = number;
        unsaved = false;
    }
}
