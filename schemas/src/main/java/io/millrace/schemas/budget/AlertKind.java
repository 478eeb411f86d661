package io.millrace.schemas.budget;

/** What an alert is about. */
public enum AlertKind {
    BUDGET,
    RATE,
    CREDIT,
    UNPRICED,
    UNKNOWN
}
