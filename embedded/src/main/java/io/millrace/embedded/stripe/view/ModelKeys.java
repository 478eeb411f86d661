package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The keys that an object of each type has whatever its state, so that a reader finds each of them as at Stripe. Immutable. */
final class ModelKeys {
    private static final String RESOURCE = "model-keys.properties";
    private static final Map<String, List<String>> BY_TYPE = read();

    private ModelKeys() {}

    private static Map<String, List<String>> read() {
        Properties texts = new Properties();
        try (InputStream resource = Objects.requireNonNull(ModelKeys.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            texts.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, List<String>> byType = new HashMap<>();
        for (String type : texts.stringPropertyNames()) {
            byType.put(type, Arrays.asList(texts.getProperty(type).split(",", -1)));
        }
        return Map.copyOf(byType);
    }

    /** Adds those that are not there, as null. What is deleted has hardly any. */
    static ObjectNode complete(ObjectNode node) {
        if (node.path("deleted").asBoolean()) {
            return node;
        }
        for (String key : BY_TYPE.getOrDefault(node.path("object").asText(), List.of())) {
            if (!node.has(key)) {
                node.putNull(key);
            }
        }
        return node;
    }
}
