package io.millrace.billing.api;

import io.millrace.schemas.money.Money;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of the records that the API reads and writes, by reflection: what a record has is what the document says.
 * Collects those that were asked for, and theirs. Used by one thread.
 */
final class Schemas {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String NANO_PATTERN = "^-?[0-9]{1,19}$";

    private final Map<String, Map<String, Object>> collected = new TreeMap<>();
    private final Map<String, Class<?>> named = new HashMap<>();

    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Whether it is a list of records. */
    static boolean isOfRecords(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> row
                && row.isRecord();
    }

    /** What the document calls a record: GrantJson is Grant, GrantJson.New is NewGrant, GrantJson.Ending is GrantEnding. */
    private static String title(Class<?> type) {
        String own = type.getSimpleName().replaceAll("Json$", "");
        Class<?> outer = type.getEnclosingClass();
        if (outer == null) {
            return own;
        }
        return own.equals("New") ? own + title(outer) : title(outer) + own;
    }

    /** In snake case. */
    static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    /** What a value of a type looks like, for messages. */
    static String rule(Class<?> type) {
        if (type.isEnum()) {
            return String.join(", ", constants(type));
        }
        if (type == Money.class) {
            return "US dollars as a text, such as \"12.50\", at most 9 decimals";
        }
        if (type == Instant.class) {
            return "an instant such as 2026-11-27T16:00:00Z";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        boolean whole = type == Integer.class || type == Long.class;
        return whole ? "a whole number" : type == String.class ? "a text" : "a value of its type";
    }

    /** Every record seen so far, by its name. */
    Map<String, Map<String, Object>> collected() {
        return collected;
    }

    Map<String, Object> reference(Class<?> type) {
        if (!type.isRecord()) {
            return Map.of("type", "object");
        }
        String name = title(type);
        Class<?> known = named.putIfAbsent(name, type); // it may refer to itself
        if (known != null && known != type) {
            throw new IllegalStateException("schema " + name + ": " + type + " (expected: only " + known + ")");
        }
        if (known == null) {
            collected.put(name, record(type));
        }
        return Map.of("$ref", REFERENCE + name);
    }

    private Map<String, Object> record(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, Object> schema = of(component.getGenericType());
            boolean nullable = isNullable(component);
            properties.put(name(component), nullable ? orNull(schema) : schema);
            if (!nullable) {
                required.add(name(component));
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        return schema;
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType list) {
            return Map.of("type", "array", "items", of(list.getActualTypeArguments()[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Map.of("type", "string", "enum", constants(plain));
        }
        Map<String, Object> scalar = scalar(plain);
        return scalar == null ? reference(plain) : scalar;
    }

    private static @Nullable Map<String, Object> scalar(Class<?> type) {
        if (type == Money.class) {
            return Map.of("type", "string", "pattern", UsdText.PATTERN, "examples", List.of("12.50"));
        }
        if (type == Nano.class) {
            return Map.of("type", "string", "pattern", NANO_PATTERN, "examples", List.of("12500000000"));
        }
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (type == String.class) {
            return Map.of("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == BigDecimal.class) {
            return Map.of("type", "number");
        }
        boolean whole = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        return whole ? Map.of("type", "integer") : null;
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
                .map(constant -> Json.enumText((Enum<?>) constant))
                .toList();
    }
}
