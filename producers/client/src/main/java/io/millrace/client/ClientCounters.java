package io.millrace.client;

/**
 * What became of the records so far; a snapshot.
 *
 * @param accepted taken by publish
 * @param acknowledged stored by the broker
 * @param dropped not taken: the buffer was full or the client closed
 * @param failed taken, but refused by the broker for good, such as too large
 */
public record ClientCounters(long accepted, long acknowledged, long dropped, long failed) {
    /** Taken and still under way. */
    public long pending() {
        return accepted - acknowledged - failed;
    }
}
