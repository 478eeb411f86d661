package io.millrace.client;

/** What publish does when its buffer is full, because Kafka is away or slow. */
public enum Backpressure {
    /** The record is dropped and counted; the caller never waits. */
    DROP,
    /** The caller waits at most {@link ClientSettings#blockMax()}; then the record is dropped and counted. */
    BLOCK
}
