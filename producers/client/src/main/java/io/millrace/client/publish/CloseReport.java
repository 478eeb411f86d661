package io.millrace.client.publish;

/**
 * What a closed client could not send.
 *
 * @param unsent records accepted, and neither acknowledged nor refused nor dropped when the time was over
 * @param spooled those of them that wait on disk for the next start; the others are lost
 */
public record CloseReport(long unsent, long spooled) {
    /** Records that are lost with the process. */
    public long lost() {
        return unsent - spooled;
    }
}
