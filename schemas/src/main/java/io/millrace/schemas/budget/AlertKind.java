package io.millrace.schemas.budget;

/** What an alert is about: a threshold of a budget, rate limit or balance; a model without a price; a sign of abuse. */
public enum AlertKind {
    BUDGET,
    RATE,
    CREDIT,
    UNPRICED,
    SPIKE,
    ADDRESSES,
    ERRORS,
    UNKNOWN
}
