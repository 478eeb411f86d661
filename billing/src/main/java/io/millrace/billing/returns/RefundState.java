package io.millrace.billing.returns;

/** Where a refund stands. */
public enum RefundState {
    /** Asked for; nothing was sent. */
    REQUESTED,
    /** The request to make it was sent, or is about to be. */
    SUBMITTED,
    /** The last answer left open whether it was made; the provider's list is asked. */
    UNKNOWN,
    /** Made and booked; the money is on its way. */
    PENDING,
    /** Made, booked and arrived. It may still come back. */
    SUCCEEDED,
    /** Never made, or come back: nothing is booked for it any more. Final. */
    FAILED;

    /** Whether the provider has taken the money for it, so that it is in the books. */
    public boolean isTaken() {
        return this == PENDING || this == SUCCEEDED;
    }

    /** The later of two states of one refund, since old news must not undo newer. */
    public RefundState orLater(RefundState other) {
        return other.compareTo(this) > 0 ? other : this;
    }
}
