package io.millrace.client.publish;

/** Why a record was lost on this side of Kafka. Every lost record is counted under exactly one. */
public enum DropCause {
    /** The memory buffer was full: BLOCK waited in vain, or DROP_OLDEST found nothing unsent to drop. */
    BUFFER_FULL(PublishResult.DROPPED),
    /** An accepted record made room for a newer one, under DROP_OLDEST. */
    OLDEST(PublishResult.DROPPED),
    /** The spool has reached its size cap, or is filled faster than segments can be prepared. */
    SPOOL_FULL(PublishResult.DROPPED),
    /** The spool could not be written: the disk is full or broken. */
    SPOOL_UNWRITABLE(PublishResult.DROPPED),
    /** The client was closed. */
    CLOSED(PublishResult.CLOSED),
    /** The record could not be encoded. */
    INVALID(PublishResult.REFUSED),
    /** The record alone is larger than the buffer or a spool segment. */
    TOO_LARGE(PublishResult.REFUSED);

    private final PublishResult result;

    DropCause(PublishResult result) {
        this.result = result;
    }

    /** What publish answers when a new record is lost for this reason. */
    public PublishResult result() {
        return result;
    }
}
