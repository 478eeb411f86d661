package io.millrace.schemas.billing;

/** Why a balance changed otherwise than by use. */
public enum CreditKind {
    GRANT,
    EXPIRY,
    REFUND,
    ADJUSTMENT,
    UNKNOWN
}
