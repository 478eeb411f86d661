package io.millrace.client.redaction;

import io.millrace.schemas.usage.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cleans a metadata map and keeps it within its bounds. Thread-safe. */
final class MetadataCleaner {
    private final RedactionSettings settings;
    private final TextCleaner texts;

    MetadataCleaner(RedactionSettings settings, TextCleaner texts) {
        this.settings = settings;
        this.texts = texts;
    }

    /** True when nothing has to be done; allocates nothing where the map's own iterator does not. */
    boolean isClean(Map<String, String> metadata) {
        return withinBounds(metadata) && noneFound(metadata);
    }

    /** Keys and values without secrets, the first entries by key when there are too many. Deterministic. */
    Redacted clean(Map<String, String> metadata) {
        Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
        Map<String, String> cleaned = new HashMap<>();
        int bytesLeft = Usage.METADATA_BYTES_MAX;
        for (Map.Entry<String, String> entry : candidates(metadata)) {
            String key = entry.getKey();
            boolean allowed = settings.allowsKey(key);
            String newKey = allowed ? key : texts.clean(key, Set.of(), rule -> counts.merge(rule, 1, Integer::sum));
            String newValue = allowed ? entry.getValue() : cleanValue(key, entry.getValue(), counts);
            newKey = unused(newKey, cleaned);
            int bytes = Utf8.length(newKey) + Utf8.length(newValue);
            if (bytes <= bytesLeft) {
                bytesLeft -= bytes;
                cleaned.put(newKey, newValue);
            }
        }
        return new Redacted(cleaned, counts, metadata.size() - cleaned.size());
    }

    /** The first entries by key that fit; one that does not is passed over, and null is no text. */
    private static List<Map.Entry<String, String>> candidates(Map<String, String> metadata) {
        List<Map.Entry<String, String>> fitting = new ArrayList<>();
        int bytesLeft = Usage.METADATA_BYTES_MAX;
        List<Map.Entry<String, String>> sorted = metadata.entrySet().stream()
                .filter(MetadataCleaner::isText)
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .toList();
        for (Map.Entry<String, String> entry : sorted) {
            int bytes = fitting.size() < Usage.METADATA_ENTRIES_MAX ? bytes(entry) : Integer.MAX_VALUE;
            if (bytes <= bytesLeft) {
                bytesLeft -= bytes;
                fitting.add(entry);
            }
        }
        return fitting;
    }

    private String cleanValue(String key, String value, Map<Rule, Integer> counts) {
        if (settings.allowsValue(value)) {
            return value;
        }
        Set<Rule> allowed = settings.rulesAllowed(key);
        if (isContent(key, value, allowed)) {
            counts.merge(Rule.CONTENT, 1, Integer::sum);
            return Rule.CONTENT.placeholder();
        }
        long named = named(key, value);
        if (named != Match.NONE && !allowed.contains(Match.rule(named))) {
            counts.merge(Match.rule(named), 1, Integer::sum);
            return Match.rule(named).placeholder();
        }
        return texts.clean(value, allowed, rule -> counts.merge(rule, 1, Integer::sum));
    }

    private static boolean isContent(String key, String value, Set<Rule> allowed) {
        return !allowed.contains(Rule.CONTENT) && !Rule.placeholderAt(value, 0) && CallContent.is(key, value);
    }

    /** A value that is a secret because its key says so; a form that is known by itself gives the better name. */
    private static long named(String key, String value) {
        int meaning = SecretNames.of(key, 0, key.length());
        if (meaning == SecretNames.PLAIN || !Assignments.isSecret(value, 0, value.length(), meaning)) {
            return VendorContext.namedBy(key, value);
        }
        long specific = Specific.at(value, 0);
        Rule rule = specific == Match.NONE ? Assignments.rule(meaning) : Match.rule(specific);
        return Match.of(rule, 0, value.length());
    }

    private boolean noneFound(Map<String, String> metadata) {
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            String key = entry.getKey();
            String value = entry.getValue();
            if (settings.allowsKey(key)) {
                continue;
            }
            boolean keyClean = texts.next(key, 0, Set.of()) == Match.NONE;
            if (!keyClean || !(settings.allowsValue(value) || valueClean(key, value))) {
                return false;
            }
        }
        return true;
    }

    private boolean valueClean(String key, String value) {
        Set<Rule> allowed = settings.rulesAllowed(key);
        if (isContent(key, value, allowed)) {
            return false;
        }
        long named = named(key, value);
        boolean plain = named == Match.NONE || allowed.contains(Match.rule(named));
        return plain && texts.next(value, 0, allowed) == Match.NONE;
    }

    private static boolean withinBounds(Map<String, String> metadata) {
        if (metadata.size() > Usage.METADATA_ENTRIES_MAX) {
            return false;
        }
        long units = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            if (!isText(entry)) {
                return false;
            }
            units += entry.getKey().length() + entry.getValue().length();
        }
        return Utf8.lengthAtMost(units) <= Usage.METADATA_BYTES_MAX
                || (units <= Usage.METADATA_BYTES_MAX && bytesFit(metadata));
    }

    private static boolean bytesFit(Map<String, String> metadata) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            bytes += bytes(entry);
        }
        return bytes <= Usage.METADATA_BYTES_MAX;
    }

    /** Maps of callers may hold null whatever their type says. */
    private static boolean isText(Map.Entry<String, String> entry) {
        return entry.getKey() != null && entry.getValue() != null;
    }

    /** Bytes of key and value; what is longer than the bound is not measured. */
    private static int bytes(Map.Entry<String, String> entry) {
        long units = (long) entry.getKey().length() + entry.getValue().length();
        return units > Usage.METADATA_BYTES_MAX
                ? Integer.MAX_VALUE
                : Utf8.length(entry.getKey()) + Utf8.length(entry.getValue());
    }

    /** Keys that became equal are numbered. */
    private static String unused(String key, Map<String, String> taken) {
        String candidate = key;
        for (int i = 2; taken.containsKey(candidate); i++) {
            candidate = key + '#' + i;
        }
        return candidate;
    }
}
