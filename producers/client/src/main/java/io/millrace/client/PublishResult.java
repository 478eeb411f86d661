package io.millrace.client;

/** What became of a record handed to publish. */
public enum PublishResult {
    /** In the buffer: it will be sent, and sent again until the broker has acknowledged it. */
    ACCEPTED,
    /** The buffer was full: dropped and counted, as the back-pressure setting says. */
    DROPPED,
    /** The client is closed: not taken, and counted as dropped. */
    CLOSED
}
