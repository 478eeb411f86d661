package io.millrace.standalone.workload;

/** How a malformed record is wrong. */
public enum MalformedKind {
    /** Bytes that are nothing. */
    RANDOM_BYTES,
    /** An Avro record that breaks off. */
    TRUNCATED,
    /** A schema id the registry does not have. */
    UNKNOWN_SCHEMA,
    /** Input classes that do not add up to the input total; the usage has at least one input token. */
    TOKEN_SUMS_DISAGREE,
    /** A time far in the future; the usage already has it. */
    FUTURE_TIMESTAMP
}
