package io.millrace.billing.reconcile;

/** Where a run stands. */
public enum RunState {
    /** Under way, or ended half way; the next run of the same span goes on where it stopped. */
    RUNNING,
    /** Over; nothing differed. */
    MATCHED,
    /** Over; something differed. */
    DIFFERENT
}
