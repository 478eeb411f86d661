package io.millrace.schemas.rating;

/** Why a record was refused. */
public enum RejectReason {
    UNREADABLE,
    UNKNOWN_SCHEMA,
    INVALID,
    TIMESTAMP_OUT_OF_RANGE,
    UNSUPPORTED_CORRECTION,
    OVERFLOW,
    TOO_LATE,
    /** A correction of a call that is not known, or no longer. */
    UNKNOWN_ORIGINAL,
    UNKNOWN
}
