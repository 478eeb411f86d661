package io.millrace.schemas.config;

/** How a password is proven to Kafka. */
public enum SaslMechanism {
    SCRAM_SHA_512("SCRAM-SHA-512", "scram.ScramLoginModule"),
    SCRAM_SHA_256("SCRAM-SHA-256", "scram.ScramLoginModule"),
    /** Shows the password to the broker, so it is for encrypted connections only. */
    PLAIN("PLAIN", "plain.PlainLoginModule");

    private final String label;
    private final String module;

    SaslMechanism(String label, String module) {
        this.label = label;
        this.module = "org.apache.kafka.common.security." + module;
    }

    /** Kafka's name for it. */
    public String label() {
        return label;
    }

    /** The line that hands the user and the password to Kafka's client. */
    String jaas(String username, Secret password) {
        return module + " required username=" + quoted(username) + " password=" + quoted(password.reveal()) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
