package io.millrace.client.redaction;

import java.util.Map;

/**
 * What was redacted so far; a snapshot.
 *
 * @param byRule finds by rule; a rule that never fired is not in it
 * @param trimmedEntries metadata entries left out because the map was over its bounds
 */
public record RedactionCounters(Map<Rule, Long> byRule, long trimmedEntries) {
    public RedactionCounters {
        byRule = Map.copyOf(byRule);
    }

    /** Finds of a rule. */
    public long of(Rule rule) {
        return byRule.getOrDefault(rule, 0L);
    }

    /** Finds of all rules. */
    public long total() {
        return byRule.values().stream().mapToLong(Long::longValue).sum();
    }
}
