package io.millrace.schemas.billing;

/** Whether a workspace may call. */
public enum WorkspaceStatus {
    ACTIVE,
    SUSPENDED,
    CLOSED,
    /** It may call, slowed down: a payment is overdue. */
    THROTTLED
}
