package io.millrace.schemas.topic;

/** How a topic forgets: by age, or by keeping the newest value of each key. */
public enum Cleanup {
    DELETE("delete"),
    COMPACT("compact");

    private final String policy;

    Cleanup(String policy) {
        this.policy = policy;
    }

    /** Kafka's word for it. */
    public String policy() {
        return policy;
    }
}
