package io.millrace.client.verdict;

import io.millrace.schemas.error.Expected;
import java.time.Duration;

/**
 * How far a verdict may trust the view of the decisions. Immutable.
 *
 * @param staleAfter the view is stale when Kafka has not been heard for so long; above 0
 * @param onStale what a verdict from a stale view is worth
 */
public record VerdictSettings(Duration staleAfter, OnStale onStale) {
    private static final Duration STALE_AFTER_DEFAULT = Duration.ofSeconds(10);

    public VerdictSettings {
        if (staleAfter.isNegative() || staleAfter.isZero()) {
            throw Expected.illegal("verdict.stale.after", staleAfter, "above 0");
        }
    }

    /** Fails open when Kafka has been silent for 10 seconds. */
    public static VerdictSettings defaults() {
        return new VerdictSettings(STALE_AFTER_DEFAULT, OnStale.FAIL_OPEN);
    }
}
