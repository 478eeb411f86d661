package io.millrace.sinks.database;

import java.time.Duration;

/**
 * How a database that is away is waited for: pauses that double from first to longest, until patience runs out.
 */
public record RetryPolicy(Duration firstPause, Duration longestPause, Duration patience) {
    /** Five minutes; whoever runs the job starts over after that, so nothing is lost then either. */
    public static final RetryPolicy FIVE_MINUTES =
            new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(5));

    /** The pause after a number of failures, from 1. */
    Duration pauseAfter(int failures) {
        Duration pause = firstPause;
        for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
