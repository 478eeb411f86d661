package io.millrace.privacy.subject;

/** What is asked for. */
public enum RequestKind {
    /** A copy of all data of the subject. */
    EXPORT,
    /** To say of the subject's calls that they were another's. */
    CORRECT,
    /** To be forgotten, as far as the law lets. */
    ERASE
}
