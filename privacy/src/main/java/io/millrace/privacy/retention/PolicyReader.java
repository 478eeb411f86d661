package io.millrace.privacy.retention;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.Expected;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a policy from texts by key: {@code retention.<data class>.<retention class>.keep} and {@code .then}. All problems are told at
 * once. What is not given is kept for good. Not thread-safe.
 */
public final class PolicyReader {
    private static final String PREFIX = "retention.";
    private static final String KEEP = ".keep";
    private static final String THEN = ".then";
    private static final Keep LEDGER_MIN = Keep.years(7);
    /** Late calls, what Kafka repeats, and three months of reports. */
    private static final Map<DataClass, Keep> LEAST = Map.of(
            DataClass.ROLLUPS, Keep.days(100),
            DataClass.ALERTS, Keep.days(42),
            DataClass.REJECTED, Keep.days(42),
            DataClass.BILLING, LEDGER_MIN);

    private final ConfigReader config;
    private final Set<String> keys;

    private PolicyReader(Map<String, String> values) {
        config = new ConfigReader(values);
        keys = values.keySet();
    }

    /** @throws io.millrace.schemas.error.MillraceException of kind USER, a line for each problem */
    public static RetentionPolicy read(Map<String, String> values) {
        return new PolicyReader(values).policy();
    }

    private RetentionPolicy policy() {
        Map<DataClass, Rule> others = new EnumMap<>(DataClass.class);
        LEAST.keySet().stream().sorted().forEach(data -> others.put(data, other(data)));
        Keep rollups = others.getOrDefault(DataClass.ROLLUPS, new Rule(Keep.FOREVER, Then.DELETE))
                .keep();
        Map<String, Rule> calls = new TreeMap<>();
        for (String retentionClass : classes()) {
            calls.put(retentionClass, calls(retentionClass, rollups));
        }
        config.finish();
        return new RetentionPolicy(calls, others);
    }

    /** Those that are named for calls, and the default. */
    private Set<String> classes() {
        Set<String> classes = new TreeSet<>(Set.of(RetentionPolicy.DEFAULT));
        String prefix = PREFIX + name(DataClass.RAW_USAGE) + ".";
        for (String key : keys) {
            int end = key.endsWith(KEEP) || key.endsWith(THEN) ? key.length() - KEEP.length() : 0;
            if (key.startsWith(prefix) && end > prefix.length()) {
                classes.add(key.substring(prefix.length(), end));
            }
        }
        return classes;
    }

    private Rule calls(String retentionClass, Keep rollups) {
        String key = PREFIX + name(DataClass.RAW_USAGE) + "." + retentionClass;
        Rule rule = new Rule(keep(key), config.choice(key + THEN, Then.AGGREGATE));
        if (!rule.keep().equals(Keep.FOREVER) && !rule.keep().atMost(rollups)) {
            config.problem(Expected.message(
                    key + KEEP, rule.keep(), "at most " + rollups + ", as the rollups, which say what there was"));
        }
        return rule;
    }

    private Rule other(DataClass data) {
        String key = PREFIX + name(data) + "." + RetentionPolicy.DEFAULT;
        Keep keep = keep(key);
        Keep least = LEAST.getOrDefault(data, Keep.days(1));
        if (!least.atMost(keep)) {
            config.problem(Expected.message(key + KEEP, keep, "at least " + least));
        }
        Then then = config.choice(key + THEN, Then.DELETE);
        if (then != Then.DELETE) {
            config.problem(Expected.message(key + THEN, then, "DELETE; only calls have sums that stay"));
        }
        return new Rule(keep, then);
    }

    private Keep keep(String key) {
        String text = config.text(key + KEEP, Keep.FOREVER.toString());
        try {
            return Keep.parse(text);
        } catch (IllegalArgumentException e) {
            config.problem(Expected.message(key + KEEP, text, Keep.RULE));
            return Keep.FOREVER;
        }
    }

    private static String name(DataClass data) {
        return data.name().toLowerCase(Locale.ROOT);
    }
}
