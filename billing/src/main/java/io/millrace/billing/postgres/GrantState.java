package io.millrace.billing.postgres;

/** Where a grant is in its life. */
public enum GrantState {
    /** Begins in time to come; not funded, in no balance. */
    PENDING,
    /** Has something left. May be past its expiry: until the lateness window is over it pays usage from before. */
    ACTIVE,
    /** Wholly used. */
    USED_UP,
    /** Its rest was booked out at its expiry. */
    EXPIRED,
    /** Ended by hand, its rest booked out. */
    VOIDED,
    /** Ended by hand before it began. */
    CANCELLED
}
