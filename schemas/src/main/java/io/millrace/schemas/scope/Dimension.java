package io.millrace.schemas.scope;

/** What a scope is a value of. */
public enum Dimension {
    WORKSPACE,
    TEAM,
    USER,
    API_KEY,
    FEATURE,
    MODEL,
    PROVIDER,
    ENVIRONMENT,
    SESSION,
    CLIENT_IP
}
