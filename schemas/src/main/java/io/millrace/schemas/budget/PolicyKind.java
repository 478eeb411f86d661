package io.millrace.schemas.budget;

/** A budget counts over a calendar period; a rate limit over a sliding window. */
public enum PolicyKind {
    BUDGET,
    RATE_LIMIT
}
