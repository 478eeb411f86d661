package io.millrace.schemas.budget;

/** Why a verdict is what it is. */
public enum Reason {
    WITHIN_LIMIT,
    BUDGET_EXHAUSTED,
    RATE_EXCEEDED,
    CREDIT_EXHAUSTED,
    WORKSPACE_SUSPENDED,
    UNKNOWN,
    /** The subscription of the workspace is not paid. */
    PAYMENT_OVERDUE
}
