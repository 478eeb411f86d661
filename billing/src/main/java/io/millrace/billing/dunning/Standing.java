package io.millrace.billing.dunning;

/** What a workspace's unpaid subscription has led to. Later ones are more severe. */
public enum Standing {
    GOOD,
    /** Told that it is past due; nothing else. */
    WARNED,
    /** Calls are throttled. */
    THROTTLED,
    /** Calls are refused. */
    SUSPENDED
}
