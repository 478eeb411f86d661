package io.millrace.embedded.stripe.fault;

/** One thing that goes wrong with one request. */
public enum Fault {
    NONE,
    /** The connection is closed; nothing ran. */
    DROP_BEFORE,
    /** The request runs, and the connection is closed instead of an answer. */
    DROP_AFTER,
    /** 429; nothing ran, nothing is kept for the idempotency key. */
    RATE_LIMITED,
    /** 500; nothing ran, and the 500 is kept for the idempotency key. */
    ERROR_BEFORE,
    /** The request runs, but its answer is a 500, and the 500 is kept for the idempotency key. */
    ERROR_AFTER,
    /** The request runs; the answer takes {@link FaultPlan#slow()}. */
    SLOW
}
