package io.millrace.client.publish;

/** What became of a record handed to publish. */
public enum PublishResult {
    /** Taken: it is sent until the broker has acknowledged it, or dropped under a policy that says so, and counted. */
    ACCEPTED,
    /** There was no room for it: dropped and counted, as the back-pressure setting says. */
    DROPPED,
    /** It cannot be written, whatever the room, such as a record larger than a spool segment; counted. */
    REFUSED,
    /** The client is closed: not taken, and counted as dropped. */
    CLOSED
}
