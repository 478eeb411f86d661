package io.millrace.client.redaction;

/** What happens to a user or client address that is not a pseudonym of the agreed form. */
public enum RawPersons {
    /** The field becomes null, and it is counted: no name and no address gets in. */
    REMOVE,
    /** It stays, for gateways that make pseudonyms of their own form. */
    KEEP
}
