package io.millrace.client.redaction;

import java.util.Map;

/**
 * Metadata that may leave the gateway: at most 32 entries and 8 KiB of UTF-8, without what the rules know.
 *
 * @param counts finds by rule; empty when nothing was found
 * @param trimmedEntries entries left out because the map was over its bounds
 */
public record Redacted(Map<String, String> metadata, Map<Rule, Integer> counts, int trimmedEntries) {
    public Redacted {
        metadata = Map.copyOf(metadata);
        counts = Map.copyOf(counts);
    }

    /** True when the metadata is what was given. */
    public boolean unchanged() {
        return counts.isEmpty() && trimmedEntries == 0;
    }
}
