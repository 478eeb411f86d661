package io.millrace.billing.webhook;

/** What a look at the signature header of a webhook says. */
public enum SignatureVerdict {
    VALID,
    /** No header, or an empty one. */
    MISSING,
    /** No number after {@code t=}, no 64 hexadecimal digits after any {@code v1=}, or too long. */
    MALFORMED,
    /** Signed more than 300 s ago. */
    TOO_OLD,
    /** Signed more than 300 s ahead of our clock. */
    TOO_NEW,
    /** None of the signatures was made with one of the secrets. */
    NO_MATCH,
    /** No secret is configured: nothing can be trusted. */
    NO_SECRET
}
