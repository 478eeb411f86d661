package io.millrace.client.spool;

/** When the spool is forced to the disk. The death of the process alone loses nothing under any of them. */
public enum FsyncPolicy {
    /** Never: the operating system writes when it likes. A power failure may lose what it had not written. */
    NONE,
    /**
     * Every {@link SpoolSettings#fsyncInterval()}, in the background: bounds the loss at a power failure to it and the time
     * the disk takes for a force. A force that the disk refuses is counted and made again.
     */
    INTERVAL,
    /**
     * Before publish returns: a power failure loses nothing, unless the disk refuses to be forced, which is counted. Slow,
     * since every caller waits for the disk.
     */
    EVERY_RECORD
}
