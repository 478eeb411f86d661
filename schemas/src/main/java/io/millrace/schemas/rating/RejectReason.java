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
    UNKNOWN,
    /** More bytes than a record of the contract can have. */
    TOO_LARGE,
    /** A workspace without a description, where those are not metered. */
    UNKNOWN_WORKSPACE,
    /** The metering itself failed on it: a defect to be reported. */
    FAULT,
    /** A correction of a call that is not known, or no longer. */
    UNKNOWN_ORIGINAL
}
