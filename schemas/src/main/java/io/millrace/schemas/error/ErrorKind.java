package io.millrace.schemas.error;

/** Whose fault an error is, so that errors can be counted by who must act. */
public enum ErrorKind {
    /** The input or the configuration is wrong. */
    USER,
    /** Millrace is wrong. */
    INTERNAL,
    /** Something ran out: disk, memory, a port, a buffer. */
    RESOURCE,
    /** Something outside failed: broker, registry, database, Stripe. */
    EXTERNAL
}
