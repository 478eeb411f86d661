package io.millrace.client.redaction;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.Expected;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is let through. Immutable; its text shows how much is allowed, not what.
 *
 * @param allowedKeys metadata keys whose entries are not looked at
 * @param allowedValues values, and parts of values, that are no secrets, such as a test card's number
 * @param allowedRules by metadata key, the rules that do not apply to its value
 */
public record RedactionSettings(
        Set<String> allowedKeys, Set<String> allowedValues, Map<String, Set<Rule>> allowedRules) {
    private static final String KEYS = "redaction.allow.keys";
    private static final String VALUES = "redaction.allow.values";
    private static final String RULES = "redaction.allow.rules";

    public RedactionSettings {
        allowedKeys = Set.copyOf(allowedKeys);
        allowedValues = Set.copyOf(allowedValues);
        allowedRules = allowedRules.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }

    /** Nothing is allowed. */
    public static RedactionSettings defaults() {
        return new RedactionSettings(Set.of(), Set.of(), Map.of());
    }

    /**
     * Reads {@code redaction.allow.keys} and {@code redaction.allow.values} (texts separated by commas) and
     * {@code redaction.allow.rules} ({@code key:rule|rule}, separated by commas).
     *
     * @throws IllegalArgumentException when a rule is not known
     */
    public static RedactionSettings read(ConfigReader reader) {
        String keys = reader.text(KEYS, "");
        String values = reader.text(VALUES, "");
        String rules = reader.text(RULES, "");
        return new RedactionSettings(Set.copyOf(list(keys)), Set.copyOf(list(values)), rulesByKey(rules));
    }

    Set<Rule> rulesAllowed(String key) {
        return allowedRules.isEmpty() ? Set.of() : allowedRules.getOrDefault(key, Set.of());
    }

    boolean allowsKey(String key) {
        return !allowedKeys.isEmpty() && allowedKeys.contains(key);
    }

    boolean allowsValue(String value) {
        return !allowedValues.isEmpty() && allowedValues.contains(value);
    }

    @Override
    public String toString() {
        return "RedactionSettings[allowedKeys=" + allowedKeys.size() + ", allowedValues=" + allowedValues.size()
                + ", allowedRules=" + allowedRules.size() + ']';
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Map<String, Set<Rule>> rulesByKey(String text) {
        Map<String, Set<Rule>> byKey = new HashMap<>();
        for (String pair : list(text)) {
            int colon = pair.lastIndexOf(':');
            if (colon < 1) {
                throw Expected.illegal(RULES, pair, "key:rule|rule");
            }
            Set<Rule> rules = byKey.computeIfAbsent(pair.substring(0, colon), key -> EnumSet.noneOf(Rule.class));
            for (String id : pair.substring(colon + 1).split("\\|", -1)) {
                rules.add(Rule.of(id).orElseThrow(() -> Expected.illegal(RULES, id, "the name of a rule")));
            }
        }
        return byKey;
    }
}
