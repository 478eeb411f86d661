package io.millrace.schemas.config;

/** How a connection to Kafka is protected, by Kafka's names. */
public enum SecurityProtocol {
    PLAINTEXT(false, false),
    SSL(true, false),
    SASL_PLAINTEXT(false, true),
    SASL_SSL(true, true);

    private final boolean encrypted;
    private final boolean password;

    SecurityProtocol(boolean encrypted, boolean password) {
        this.encrypted = encrypted;
        this.password = password;
    }

    /** Whether TLS is spoken. */
    public boolean encrypted() {
        return encrypted;
    }

    /** Whether a user and a password are asked for. */
    public boolean password() {
        return password;
    }
}
