package io.millrace.streams;

/** What becomes of a call whose workspace has no description in the workspaces topic. */
public enum UnknownWorkspaces {
    /** It is metered, at cost and postpaid. */
    METER,
    /** It is rejected, and may be replayed once the workspace is described. */
    REJECT
}
