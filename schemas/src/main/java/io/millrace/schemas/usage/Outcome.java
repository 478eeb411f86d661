package io.millrace.schemas.usage;

/** How a call ended. PARTIAL: an answer began and broke off. REFUSED: the provider or a policy declined. */
public enum Outcome {
    SUCCESS,
    ERROR,
    TIMEOUT,
    CANCELLED,
    PARTIAL,
    REFUSED,
    UNKNOWN
}
