package io.millrace.client.verdict;

/**
 * Why a verdict was not checked against the decisions, and what applied in place of them.
 *
 * @param cause what is wrong with the view
 * @param applied the choice that made the verdict
 * @param differsFromDefault true where the workspace chose otherwise than the settings' default
 * @param ageNanos how old the view is: nanoseconds since the latest instant of which it is known to hold everything;
 *     since the start where it was never complete
 */
public record Staleness(Cause cause, OnStale applied, boolean differsFromDefault, long ageNanos) {
    /** What is wrong with the view. */
    public enum Cause {
        /** The decisions written before the start are not all read yet. */
        NOT_READY,
        /** Kafka has not answered for longer than a view may be old. */
        SILENT,
        /** Kafka answers, but the view lacks decisions that are older than it may be. */
        BEHIND
    }
}
