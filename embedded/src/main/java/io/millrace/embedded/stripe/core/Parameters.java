package io.millrace.embedded.stripe.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, nested ones by their flat names: {@code metadata[topup_id]}, {@code expand[0]}. Reading
 * refuses what is malformed, before anything runs. Immutable.
 */
public final class Parameters {
    private static final int METADATA_ENTRIES_MAX = 50;
    private static final int METADATA_NAME_CHARS_MAX = 40;
    private static final int METADATA_VALUE_CHARS_MAX = 500;

    private final Map<String, String> values;

    public Parameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Refuses every name that is not allowed; {@code created} allows {@code created[gte]} too. */
    void allow(String... names) {
        var allowed = Set.of(names);
        for (String name : values.keySet()) {
            int bracket = name.indexOf('[');
            if (!allowed.contains(bracket < 0 ? name : name.substring(0, bracket))) {
                throw invalid("parameter_unknown", "Received unknown parameter: " + name, name);
            }
        }
    }

    /** An absent and an empty value are the same. */
    @Nullable
    String text(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw invalid("parameter_missing", "Missing required param: " + name + ".", name);
        }
        return value;
    }

    OptionalLong integer(String name) {
        String value = text(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException notAnInteger) {
            throw invalid("parameter_invalid_integer", "Invalid integer: " + value, name);
        }
    }

    boolean flag(String name) {
        String value = text(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw invalid("parameter_invalid_boolean", "Invalid boolean: " + value, name);
        }
        return "true".equals(value);
    }

    /** {@code name[]}, {@code name[0]} and so on, in the order they came. */
    List<String> list(String name) {
        var found = new ArrayList<String>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + "[") && key.endsWith("]")) {
                found.add(value);
            }
        });
        return List.copyOf(found);
    }

    /** {@code metadata[name]}; an empty value takes the entry away. */
    Map<String, String> metadata() {
        var found = new LinkedHashMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith("metadata[") && key.endsWith("]") && !value.isEmpty()) {
                String name = key.substring("metadata[".length(), key.length() - 1);
                if (name.length() > METADATA_NAME_CHARS_MAX || value.length() > METADATA_VALUE_CHARS_MAX) {
                    throw invalid("parameter_invalid_string", "Invalid metadata: " + name + " is too long", key);
                }
                found.put(name, value);
            }
        });
        if (found.size() > METADATA_ENTRIES_MAX) {
            throw invalid("parameter_invalid", "Invalid metadata: more than " + METADATA_ENTRIES_MAX, "metadata");
        }
        return Collections.unmodifiableMap(found);
    }

    /** The same for the same parameters in any order. */
    public String fingerprint() {
        return new TreeMap<>(values).toString();
    }

    static StripeRefusal invalid(String code, String message, String param) {
        return StripeRefusal.beforeExecution(StripeError.invalid(code, message, param));
    }
}
