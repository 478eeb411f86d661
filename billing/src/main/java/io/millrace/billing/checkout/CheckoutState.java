package io.millrace.billing.checkout;

/** Where a page stands until its top-up is final. Each state is committed before the call it announces. */
public enum CheckoutState {
    /** Nothing of this attempt is under way: its page is to be made. */
    REQUESTED,
    /** The request for the page was sent, or is about to be; no answer is kept yet. */
    SUBMITTED,
    /** The last answer left open whether there is a page, and the key would repeat it; the provider's list is asked. */
    UNKNOWN,
    /** The page can be paid on. */
    OPEN,
    /** The page is being closed: nobody wants it, or its time is over. */
    EXPIRING,
    /** Somebody paid on the page, or tried to: the payment decides. */
    PAYING,
    /** The payment did not succeed and is being canceled, so that it never will. */
    CANCELING
}
