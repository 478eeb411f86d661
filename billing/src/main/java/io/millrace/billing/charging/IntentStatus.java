package io.millrace.billing.charging;

/** The provider's word on a payment. */
public enum IntentStatus {
    REQUIRES_PAYMENT_METHOD,
    REQUIRES_CONFIRMATION,
    REQUIRES_ACTION,
    PROCESSING,
    SUCCEEDED,
    CANCELED,
    /** One that this program does not know. */
    OTHER
}
