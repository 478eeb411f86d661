package io.millrace.billing.charging;

/** Who wanted a top-up. */
public enum TopUpKind {
    /** The threshold of the workspace: nobody waits for it, so a decline that may pass is tried again over days. */
    AUTO,
    /** A person, who is told of a decline at once and decides. */
    MANUAL,
    /** What a workspace that pays afterwards owes; retried as AUTO is. */
    POSTPAID
}
