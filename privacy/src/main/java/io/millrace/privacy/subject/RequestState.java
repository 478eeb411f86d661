package io.millrace.privacy.subject;

/** Where a request is. */
public enum RequestState {
    RECEIVED,
    /** At one of its steps; a process that died left it there, and the next goes on. */
    RUNNING,
    /** Something must happen first: a legal hold be released, or an account be closed. */
    HELD,
    /** Certified. */
    DONE
}
