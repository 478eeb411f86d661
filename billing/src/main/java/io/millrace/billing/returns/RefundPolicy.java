package io.millrace.billing.returns;

/** What may be refunded of a payment whose credit is partly used. */
public enum RefundPolicy {
    /** Only what is left of the credit. */
    REMAINING_ONLY,
    /** Used credit too: the workspace then owes what it used. */
    ALLOW_NEGATIVE
}
