package io.millrace.schemas.billing;

/** What a customer is told. */
public enum NoticeKind {
    /** The card was charged and credit granted. */
    RECEIPT,
    /** The card was not charged. */
    PAYMENT_FAILED,
    /** The payment waits for the customer to agree. */
    ACTION_REQUIRED,
    /** The card will not be charged by itself until the customer gives another, or somebody resumes it. */
    RECHARGE_PAUSED,
    /** Money of a payment goes back. */
    REFUND_RECEIPT,
    /** A refund that was told of did not arrive. */
    REFUND_FAILED,
    /** The bank took a payment back; its credit is set aside. */
    DISPUTE_OPENED,
    /** The credit is there again. */
    DISPUTE_WON,
    /** The credit is gone. */
    DISPUTE_LOST,
    /** The subscription is past due. */
    DUNNING_WARN,
    /** Calls are throttled until it is paid. */
    DUNNING_THROTTLE,
    /** Calls are refused until it is paid. */
    DUNNING_SUSPEND,
    /** It is paid; calls are as before. */
    DUNNING_RESUMED,
    /** Of a later version. */
    UNKNOWN
}
