package io.millrace.billing.postpaid;

/** Why what a workspace owes is charged. */
public enum ChargeReason {
    /** So much is owed. */
    THRESHOLD,
    /** A month is over. */
    PERIOD,
    /** The account closes. */
    CLOSE
}
