package io.millrace.schemas.topic;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the catalogue.
 *
 * @param key what the key is, in words
 * @param valueType the Avro class of the value; its subject is {@code <name>-value}
 * @param retention how long a record is kept; null keeps it for good
 */
public record Topic<V extends SpecificRecord>(
        String name,
        String key,
        Class<V> valueType,
        int partitions,
        Cleanup cleanup,
        @Nullable Duration retention) {
    /** Every schema can read, and be read by, every one released before it. */
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    /** Registry subject of the value. */
    public String subject() {
        return name + "-value";
    }

    /** Kafka's topic configuration. */
    public Map<String, String> configuration() {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("cleanup.policy", cleanup.policy());
        if (cleanup == Cleanup.DELETE) {
            configuration.put("retention.ms", retention == null ? "-1" : Long.toString(retention.toMillis()));
        }
        return configuration;
    }
}
