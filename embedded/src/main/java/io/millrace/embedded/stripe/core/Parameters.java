package io.millrace.embedded.stripe.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, nested ones by their flat names: {@code metadata[topup_id]}, {@code expand[0]}. Reading
 * refuses what is malformed, before anything runs. Immutable.
 */
public final class Parameters {
    static final String EXPAND = "expand";
    static final String EXPANSIONS = "expand[]";
    static final String METADATA = "metadata[*]";

    private static final Pattern INDEX = Pattern.compile("\\[[0-9]*]");
    private static final int METADATA_ENTRIES_MAX = 50;
    private static final int METADATA_NAME_CHARS_MAX = 40;
    private static final int METADATA_VALUE_CHARS_MAX = 500;

    private final Map<String, String> values;

    public Parameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Refuses every name that is not allowed. {@code items[]} allows {@code items[0]} and {@code items[]}; {@code
     * metadata[*]} any one name inside.
     */
    void allow(String... patterns) {
        var allowed = Set.of(patterns);
        for (String name : values.keySet()) {
            String pattern = INDEX.matcher(name).replaceAll("[]");
            int last = pattern.lastIndexOf('[');
            if (!allowed.contains(pattern) && (last < 0 || !allowed.contains(pattern.substring(0, last) + "[*]"))) {
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
        return metadata("metadata");
    }

    /** As {@link #metadata()}, of a parameter inside of another: {@code payment_intent_data[metadata]}. */
    Map<String, String> metadata(String parameter) {
        return merged(Map.of(), parameter);
    }

    /** What was, with the metadata of this request over it. */
    Map<String, String> metadataOver(Map<String, String> old) {
        return merged(old, "metadata");
    }

    private Map<String, String> merged(Map<String, String> old, String parameter) {
        var merged = new LinkedHashMap<>(old);
        entries(parameter).forEach((name, value) -> {
            if (name.length() > METADATA_NAME_CHARS_MAX || value.length() > METADATA_VALUE_CHARS_MAX) {
                throw invalid("parameter_invalid_string", "Invalid metadata: " + name + " is too long", parameter);
            }
            if (value.isEmpty()) {
                merged.remove(name);
            } else {
                merged.put(name, value);
            }
        });
        if (merged.size() > METADATA_ENTRIES_MAX) {
            throw invalid("parameter_invalid", "Invalid metadata: more than " + METADATA_ENTRIES_MAX, parameter);
        }
        return Collections.unmodifiableMap(merged);
    }

    /** The values of {@code parameter[name]} by their names. */
    Map<String, String> entries(String parameter) {
        var found = new LinkedHashMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(parameter + "[") && key.endsWith("]")) {
                found.put(key.substring(parameter.length() + 1, key.length() - 1), value);
            }
        });
        return found;
    }

    /** The indexes of {@code parameter[0][name]}, in the order they came. */
    Set<String> indexes(String parameter) {
        var found = new LinkedHashSet<String>();
        entries(parameter).keySet().forEach(rest -> found.add(rest.substring(0, Math.max(0, rest.indexOf(']')))));
        return found;
    }

    /** One of these, or null when it is absent. */
    @Nullable
    String oneOf(String name, String... known) {
        String value = text(name);
        if (value != null && !List.of(known).contains(value)) {
            throw invalid(
                    "parameter_invalid_string",
                    "Invalid " + name + ": must be one of " + String.join(", ", known),
                    name);
        }
        return value;
    }

    /** The value of this request, or what was. */
    @Nullable
    String newer(String name, @Nullable String old) {
        String value = values.get(name);
        return value == null ? old : text(name);
    }

    long requiredInteger(String name) {
        required(name);
        return integer(name).orElseThrow();
    }

    /** At least 1, or {@code otherwise} when it is absent. */
    long positive(String name, long otherwise) {
        long value = integer(name).orElse(otherwise);
        if (value < 1) {
            throw invalid("parameter_invalid_integer", "This value must be greater than or equal to 1.", name);
        }
        return value;
    }

    /** The same for the same parameters in any order. */
    public String fingerprint() {
        return new TreeMap<>(values).toString();
    }

    static StripeRefusal invalid(String code, String message, String param) {
        return StripeRefusal.beforeExecution(StripeError.invalid(code, message, param));
    }
}
