package io.millrace.schemas.usage;

/** Kind of the API key that made a call. */
public enum KeyKind {
    STANDARD,
    SERVICE,
    TRIAL,
    TEMPORARY,
    UNKNOWN
}
