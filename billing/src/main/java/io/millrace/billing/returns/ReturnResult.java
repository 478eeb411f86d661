package io.millrace.billing.returns;

/** What became of the provider's word on a refund or dispute. */
public enum ReturnResult {
    /** It changed what is known or booked. */
    APPLIED,
    /** All was like that already. */
    UNCHANGED,
    /** Of a payment that no grant was booked for; kept, and booked once there is one. */
    UNKNOWN_PAYMENT
}
