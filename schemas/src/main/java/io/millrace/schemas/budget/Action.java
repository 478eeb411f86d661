package io.millrace.schemas.budget;

/** What happens at the limit. */
public enum Action {
    NOTIFY,
    THROTTLE,
    BLOCK
}
