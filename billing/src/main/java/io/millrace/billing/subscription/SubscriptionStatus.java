package io.millrace.billing.subscription;

/** How a subscription stands at the provider. */
public enum SubscriptionStatus {
    /** The customer has none. */
    NONE,
    /** Its first payment is not made yet. */
    INCOMPLETE,
    /** Its first payment was never made. */
    INCOMPLETE_EXPIRED,
    TRIALING,
    ACTIVE,
    /** A payment failed; the provider tries again. */
    PAST_DUE,
    /** A payment failed for good; it goes on without charging. */
    UNPAID,
    CANCELED,
    /** A trial ended without a card. */
    PAUSED;

    /** Whether it is one that usage belongs to: begun, and not over. */
    public boolean hasBegun() {
        return !isOver() && this != INCOMPLETE;
    }

    /** Whether it can change no more. */
    public boolean isOver() {
        return this == NONE || this == INCOMPLETE_EXPIRED || this == CANCELED;
    }
}
