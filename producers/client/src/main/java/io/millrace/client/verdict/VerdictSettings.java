package io.millrace.client.verdict;

import io.millrace.schemas.error.Expected;
import java.time.Duration;

/**
 * How old the view of the decisions may be, and what a verdict from an older one is worth.
 *
 * @param staleAfter the view is stale once it lacks something written to Kafka longer ago than this, or once Kafka has
 *     not been heard for so long that this cannot be told; 200 ms to 1 day. Kafka is asked four times in it
 * @param onStale the choice for workspaces that the workspaces topic does not describe; the others have their own
 */
public record VerdictSettings(Duration staleAfter, OnStale onStale) {
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int PROBES = 4;

    /** @throws IllegalArgumentException when staleAfter is out of bounds */
    public VerdictSettings {
        if (staleAfter.compareTo(SHORTEST) < 0 || staleAfter.compareTo(LONGEST) > 0) {
            throw Expected.illegal("verdicts.stale_after", staleAfter, "200 ms to 1 day");
        }
    }

    /** Stale after 10 seconds; workspaces nobody has described fail open. */
    public static VerdictSettings defaults() {
        return new VerdictSettings(Duration.ofSeconds(10), OnStale.FAIL_OPEN);
    }

    /** How often Kafka is asked for the ends of its topics, and how long the answer may take. */
    public Duration probeEvery() {
        return staleAfter.dividedBy(PROBES);
    }
}
