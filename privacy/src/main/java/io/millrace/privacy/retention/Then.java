package io.millrace.privacy.retention;

/** What becomes of data that was kept long enough. */
public enum Then {
    DELETE,
    /** Calls go and their sums stay, by their own rule. */
    AGGREGATE
}
