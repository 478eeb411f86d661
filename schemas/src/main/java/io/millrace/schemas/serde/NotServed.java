package io.millrace.schemas.serde;

import io.millrace.schemas.config.ConfigReader;
import java.util.List;
import java.util.Map;

/**
 * Properties of Confluent's client that change what is written or who may ask, and that we do not serve: silently left
 * out they would do harm, so every value but the one we behave by is refused. Values are not printed: some are secrets.
 */
final class NotServed {
    private static final String TOPIC_NAMES = "io.confluent.kafka.serializers.subject.TopicNameStrategy";

    /** By name: the one accepted value; empty accepts none. */
    private static final Map<String, String> ONLY = Map.ofEntries(
            Map.entry("value.subject.name.strategy", TOPIC_NAMES),
            Map.entry("key.subject.name.strategy", TOPIC_NAMES),
            Map.entry("context.name.strategy", "io.confluent.kafka.serializers.context.NullContextNameStrategy"),
            Map.entry("use.latest.version", "false"),
            Map.entry("use.latest.with.metadata", ""),
            Map.entry("use.schema.id", "-1"),
            Map.entry("normalize.schemas", "false"),
            Map.entry("propagate.schema.tags", "false"),
            Map.entry("avro.remove.java.properties", "false"),
            Map.entry("avro.use.logical.type.converters", "false"),
            Map.entry("avro.reflection.allow.null", "false"),
            Map.entry("schema.reflection", "false"),
            Map.entry("schema.registry.url.randomize", "false"),
            Map.entry("url.randomize", "false"),
            Map.entry("specific.avro.value.type", ""),
            Map.entry("specific.avro.key.type", ""),
            Map.entry("rule.executors", ""),
            Map.entry("rule.actions", ""),
            Map.entry("proxy.host", ""),
            Map.entry("proxy.port", "-1"));

    private static final List<String> FAMILIES = List.of("bearer.auth.", "request.header.", "rule.executors.");

    private NotServed() {}

    static boolean knows(String key) {
        String bare = bare(key);
        return ONLY.containsKey(key)
                || ONLY.containsKey(bare)
                || FAMILIES.stream().anyMatch(bare::startsWith);
    }

    static void check(Map<String, ?> configs, ConfigReader reader) {
        configs.keySet().stream().filter(NotServed::knows).sorted().forEach(key -> {
            String value = SerdeConfig.text(configs.get(key));
            String only = ONLY.getOrDefault(key, ONLY.getOrDefault(bare(key), ""));
            if (value != null && !value.isBlank() && !value.strip().equals(only)) {
                reader.problem(key + ": set (expected: " + (only.isEmpty() ? "absent" : only) + ", we serve no other)");
            }
        });
    }

    private static String bare(String key) {
        return key.startsWith(SerdeConfig.PREFIX) ? key.substring(SerdeConfig.PREFIX.length()) : key;
    }
}
