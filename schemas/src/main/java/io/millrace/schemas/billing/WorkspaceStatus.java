package io.millrace.schemas.billing;

/** Whether a workspace may call. */
public enum WorkspaceStatus {
    ACTIVE,
    SUSPENDED,
    CLOSED
}
