package io.millrace.billing.ledger;

/** Why an amount moved; debit account first, credit account second. */
public enum TransferKind {
    /** From clearing or expense into a new grant. */
    FUNDING,
    /** Usage paid from a grant: to revenue, or back to the expense of one that was given away. */
    USAGE_FROM_GRANT,
    /** Usage that no grant covered: the customer owes it. */
    USAGE_ON_RECEIVABLE,
    /** From a new grant to what the customer owed. */
    REPAYMENT,
    /** What an expired grant still held: to breakage, or back to the expense of one that was given away. */
    BREAKAGE,
    /** What a voided grant still held: as BREAKAGE. */
    VOID,
    /** From an expired grant into the one that takes its place. */
    ROLLOVER,
    /** Money given back: from the grant, or what was spent of it from the receivable, to Stripe's clearing. */
    REFUND,
    /** A refund that failed: the other way round. */
    REFUND_REVERSAL,
    /** What a disputed grant still held, set aside until the dispute ends. */
    DISPUTE_HOLD,
    /** A dispute won: from the hold back into the grant. */
    DISPUTE_RELEASE,
    /** A dispute lost: from the hold, and what was spent from the receivable, to Stripe's clearing. */
    DISPUTE_LOSS,
    /** A fee that Stripe took: from fees to Stripe's clearing. */
    STRIPE_FEE,
    /** A postpaid charge that was paid: from Stripe's clearing to the receivable. */
    PAYMENT,
    /** Such a payment given back: the other way round. */
    PAYMENT_REVERSAL,
    /** Less than a cent, let go when an account closes: from rounding to the receivable. */
    ROUNDING,
    /** What will not be collected: from write-off to the receivable. */
    WRITE_OFF,
    /** Booked by a person, with a reason. */
    ADJUSTMENT
}
