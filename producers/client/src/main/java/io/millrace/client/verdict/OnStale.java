package io.millrace.client.verdict;

/** What a verdict is worth when the view of the decisions is older than it may be. */
public enum OnStale {
    /** The call goes through; the verdict says that it was not checked. */
    FAIL_OPEN,
    /** The call is blocked; the verdict says why. */
    FAIL_CLOSED
}
