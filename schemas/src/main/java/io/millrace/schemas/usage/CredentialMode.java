package io.millrace.schemas.usage;

/** Whose provider credential paid: the platform's, or the customer's own. */
public enum CredentialMode {
    PLATFORM,
    BRING_YOUR_OWN
}
