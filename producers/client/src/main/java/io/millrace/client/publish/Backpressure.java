package io.millrace.client.publish;

/** Where accepted records wait for Kafka, and what publish does when there is no more room. */
public enum Backpressure {
    /**
     * Records wait on disk, and survive the death of the process at any instant. The caller never waits for the network or
     * for room; when the spool is full, the new record is dropped and counted.
     */
    SPOOL,
    /** Records wait in memory. The oldest record not yet handed to Kafka makes room, is dropped and counted. */
    DROP_OLDEST,
    /**
     * Records wait in memory. The caller waits for room at most {@link PublishSettings#blockMax()}; then the new record is
     * dropped and counted.
     */
    BLOCK
}
