package io.millrace.client.redaction;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts finds, and entries that were left out. Thread-safe; a snapshot may fall between two finds of one record. */
final class Tally {
    private final Map<Rule, LongAdder> byRule = new EnumMap<>(Rule.class);
    private final LongAdder trimmed = new LongAdder();

    Tally() {
        for (Rule rule : Rule.values()) {
            byRule.put(rule, new LongAdder());
        }
    }

    void found(Rule rule) {
        adder(rule).increment();
    }

    void add(Redacted redacted) {
        redacted.counts().forEach((rule, count) -> adder(rule).add(count));
        trimmed.add(redacted.trimmedEntries());
    }

    RedactionCounters snapshot() {
        Map<Rule, Long> counts = new EnumMap<>(Rule.class);
        byRule.forEach((rule, adder) -> {
            if (adder.sum() > 0) {
                counts.put(rule, adder.sum());
            }
        });
        return new RedactionCounters(counts, trimmed.sum());
    }

    private LongAdder adder(Rule rule) {
        return Objects.requireNonNull(byRule.get(rule));
    }
}
