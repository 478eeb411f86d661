package io.millrace.schemas.access;

/** What may be done. Who may read or write may describe, too, and who may write may be idempotent: Kafka says so. */
public enum Right {
    READ,
    WRITE,
    CREATE,
    DESCRIBE
}
