package io.millrace.billing.charging;

/** Where a top-up stands. Each state is committed before the call it announces. */
public enum TopUpState {
    /** Opened; nothing was sent. */
    PENDING,
    /** The PaymentIntent is being created: sent once or more under the same key, no answer kept yet. */
    SUBMITTED,
    /** The PaymentIntent exists and its id is kept; it is not confirmed. */
    CREATED,
    /** The PaymentIntent is being confirmed; whether the card was charged is asked of Stripe, never guessed. */
    CONFIRMING,
    /** Charged and granted; final. */
    SUCCEEDED,
    /** Known not to be charged; final. */
    FAILED,
    /** The customer must act on the same PaymentIntent; it is looked at again from time to time. */
    REQUIRES_ACTION,
    /** The last answer left the outcome open; the janitor asks Stripe. */
    UNKNOWN;

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
