package io.millrace.client;

import java.util.Map;
import java.util.TreeMap;

/**
 * Properties handed to a library as they are, such as {@code sasl.mechanism} to Kafka's clients. Immutable; prints the names
 * and none of the values, since any of them may be a secret.
 */
public final class ExtraProperties {
    private static final ExtraProperties NONE = new ExtraProperties(Map.of());

    private final Map<String, String> values;

    private ExtraProperties(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static ExtraProperties none() {
        return NONE;
    }

    public static ExtraProperties of(Map<String, String> values) {
        return new ExtraProperties(values);
    }

    /** The properties with their values, for the library they are meant for. */
    public Map<String, String> reveal() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtraProperties properties && values.equals(properties.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        values.keySet().forEach(name -> shown.put(name, "[redacted]"));
        return shown.toString();
    }
}
