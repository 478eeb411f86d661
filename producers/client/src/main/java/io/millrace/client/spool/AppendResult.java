package io.millrace.client.spool;

/** What became of a record handed to a spool. */
public enum AppendResult {
    /** It is in the file: the death of the process does not lose it. */
    TAKEN,
    /** The cap is reached, or the next file is not ready yet. */
    FULL,
    /** The disk is full or broken. */
    UNWRITABLE,
    /** It is larger than a segment. */
    TOO_LARGE,
    /** The spool is closed. */
    CLOSED
}
