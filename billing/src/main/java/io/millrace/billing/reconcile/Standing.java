package io.millrace.billing.reconcile;

/** What an object means for the money, whatever its own states are called. */
public enum Standing {
    /** Nothing: a payment not made, a refund that failed, a dispute won, an inquiry. */
    NONE,
    /** Set aside: a dispute that is not decided. */
    HELD,
    /** Moved: a payment made, a refund under way or done, a dispute lost; and any movement. */
    MOVED
}
