package io.millrace.billing.charging;

/** How a top-up is paid. */
public enum TopUpPayment {
    /** By the card that is kept, without the customer. */
    OFF_SESSION,
    /** On a page of the provider's, by the customer. */
    CHECKOUT
}
