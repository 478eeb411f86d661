package io.millrace.billing.ledger;

/** Why an amount moved. */
public enum TransferKind {
    /** From clearing or expense into a new grant. */
    FUNDING,
    /** Usage paid from a grant. */
    USAGE_FROM_GRANT,
    /** Usage that no grant covered: the customer owes it. */
    USAGE_ON_RECEIVABLE,
    /** From a new grant to what the customer owed. */
    REPAYMENT
}
