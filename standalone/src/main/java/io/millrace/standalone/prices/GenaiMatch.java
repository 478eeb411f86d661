package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rules by which genai-prices finds the model of a name: {@code equals}, {@code starts_with}, {@code ends_with},
 * {@code contains}, {@code regex}, joined by {@code or} and {@code and}, whatever the case of letters; of the models of a
 * provider the first whose rule holds. A price of ours has names instead. What becomes of a rule:
 *
 * <ul>
 *   <li>The text of each rule under {@code or} is an alias, where genai-prices finds the model by that very text.
 *   <li>A regex that is a text and a date behind it needs none: a call finds its price without such a suffix.
 *   <li>Everything else that a rule would match is left out.
 * </ul>
 */
final class GenaiMatch {
    private static final String EQUALS = "equals";
    private static final String REGEX = "regex";
    private static final List<String> TEXTS = List.of(EQUALS, "starts_with", "ends_with", "contains");
    /** Such as {@code ^gpt-5\.6-sol-\d{4}-\d{2}-\d{2}$} or {@code ^grok-4\.6-\d{8}$}. */
    private static final Pattern DATED = Pattern.compile(
            "\\^(?<text>(?:[\\w/-]|\\\\\\.)+)-(?:\\\\d\\{8\\}|\\\\d\\{4\\}-\\\\d\\{2\\}-\\\\d\\{2\\})\\$");

    private GenaiMatch() {}

    /** The names by which a call finds the model, beside its id; in the order of the rules. */
    static List<String> aliases(JsonNode model, JsonNode models) {
        Set<String> aliases = new LinkedHashSet<>();
        for (JsonNode rule : alternatives(model.path("match"))) {
            String text = text(rule);
            if (!text.isEmpty() && !text.equals(id(model)) && owns(model, text, models)) {
                aliases.add(text);
            }
        }
        return List.copyOf(aliases);
    }

    /** Whether id and aliases of the model, with the dates a call may add to them, stand for every name its rule matches. */
    static boolean isExact(JsonNode model, List<String> aliases) {
        return alternatives(model.path("match")).stream()
                .map(rule ->
                        rule.has(EQUALS) ? text(rule) : undated(rule.path(REGEX).asText()))
                .allMatch(name -> name.equals(id(model)) || aliases.contains(name));
    }

    /** The text that a regex wants before a date; empty where it is no such regex. */
    private static String undated(String regex) {
        Matcher matcher = DATED.matcher(regex);
        return matcher.matches() ? matcher.group("text").replace("\\", "") : "";
    }

    private static List<JsonNode> alternatives(JsonNode rule) {
        List<JsonNode> found = new ArrayList<>();
        if (rule.has("or")) {
            rule.path("or").forEach(part -> found.addAll(alternatives(part)));
        } else if (rule.isObject()) {
            found.add(rule);
        }
        return found;
    }

    private static String text(JsonNode rule) {
        for (String key : TEXTS) {
            if (rule.has(key)) {
                return rule.path(key).asText();
            }
        }
        return "";
    }

    /** Whether no other model has the name for its id, and none before this one matches it. */
    private static boolean owns(JsonNode model, String name, JsonNode models) {
        for (JsonNode other : models) {
            if (!other.equals(model) && id(other).equals(name)) {
                return false;
            }
        }
        for (JsonNode other : models) {
            if (matches(other.path("match"), name)) {
                return other.equals(model);
            }
        }
        return false;
    }

    private static boolean matches(JsonNode rule, String name) {
        for (JsonNode part : rule.path("or")) {
            if (matches(part, name)) {
                return true;
            }
        }
        if (rule.has("and")) {
            return all(rule.path("and"), name);
        }
        return rule.has(REGEX) ? found(rule.path(REGEX).asText(), name) : matchesText(rule, name);
    }

    private static boolean all(JsonNode rules, String name) {
        for (JsonNode rule : rules) {
            if (!matches(rule, name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesText(JsonNode rule, String name) {
        String text = text(rule).toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return false;
        }
        return rule.has(EQUALS)
                ? lower.equals(text)
                : rule.has("starts_with")
                        ? lower.startsWith(text)
                        : rule.has("ends_with") ? lower.endsWith(text) : lower.contains(text);
    }

    /** A pattern that cannot be read matches nothing. */
    private static boolean found(String regex, String name) {
        try {
            return Pattern.compile(regex).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static String id(JsonNode model) {
        return model.path("id").asText();
    }
}
