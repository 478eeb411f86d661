package io.millrace.client.publish;

import io.millrace.client.spool.SpoolState;
import org.jspecify.annotations.Nullable;

/**
 * Where accepted records wait for Kafka, in order. Any thread appends; one thread, the sender, takes; records are settled
 * by any thread.
 */
interface Outbox extends AutoCloseable {
    /**
     * Takes a record, or says why not. Never waits for the network.
     *
     * @param body the Avro body is its first {@code length} bytes, and is copied
     */
    @Nullable
    DropCause append(byte[] key, byte[] body, int length, long nowMicros);

    /** The next record, which is the sender's from now on; null when there is none. Sender only. */
    @Nullable
    OutboxEntry take();

    /** True when {@link #take} may find one. Sender only. */
    boolean hasNext();

    /** Gives back the room of a record that has just been settled. Once for each. */
    void settled(OutboxEntry entry);

    /**
     * All records taken before this one are settled, so that they need not be kept; null when all taken are. Sender only.
     */
    void keepFrom(@Nullable OutboxEntry firstUnsettled);

    /** Records the sender may have taken that are not settled. */
    int inFlightMax();

    /** Records appended and neither settled nor dropped. */
    long pendingRecords();

    long pendingBytes();

    /** Null where there is no spool. */
    @Nullable
    SpoolState spoolState();

    /** True when what is pending at the end is there at the next start. */
    boolean survives();

    /** Takes nothing more: append answers CLOSED. */
    void refuseMore();

    /** Lets go of files. Appending or taking afterwards finds it closed and empty. */
    @Override
    void close();
}
