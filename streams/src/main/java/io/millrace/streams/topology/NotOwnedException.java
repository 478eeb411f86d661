package io.millrace.streams.topology;

/** The state that was asked for is not in this process, or not any more. */
public final class NotOwnedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotOwnedException() {
        super("state: not owned by this process (expected: asked of its owner)");
    }
}
