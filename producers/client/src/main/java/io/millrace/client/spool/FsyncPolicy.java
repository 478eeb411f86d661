package io.millrace.client.spool;

/** When the spool is forced to the disk. The death of the process alone loses nothing under any of them. */
public enum FsyncPolicy {
    /** Never: the operating system writes when it likes. A power failure may lose what it had not written. */
    NONE,
    /** Every {@link SpoolSettings#fsyncInterval()}, in the background: bounds the loss at a power failure to it. */
    INTERVAL,
    /** Before publish returns: a power failure loses nothing. Slow, since every caller waits for the disk. */
    EVERY_RECORD
}
