package io.millrace.schemas.serde;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Confluent's property names, the ones we honour. */
public final class SerdeConfig {
    /** One URL, or several separated by commas. */
    public static final String REGISTRY_URL = "schema.registry.url";
    /** Whether a new schema is registered on first use; true by default. */
    public static final String AUTO_REGISTER = "auto.register.schemas";

    private SerdeConfig() {}

    static SchemaRegistry registry(Map<String, ?> configs) {
        Object urls = configs.get(REGISTRY_URL);
        if (urls == null) {
            throw new IllegalArgumentException(REGISTRY_URL + ": null (expected: at least one URL)");
        }
        return new RestSchemaRegistry(list(urls));
    }

    static boolean autoRegister(Map<String, ?> configs) {
        Object value = configs.get(AUTO_REGISTER);
        return value == null || Boolean.parseBoolean(value.toString());
    }

    private static List<String> list(Object value) {
        if (value instanceof Collection<?> many) {
            return many.stream().map(Object::toString).toList();
        }
        return Arrays.stream(value.toString().split(","))
                .map(String::trim)
                .filter(url -> !url.isEmpty())
                .toList();
    }
}
