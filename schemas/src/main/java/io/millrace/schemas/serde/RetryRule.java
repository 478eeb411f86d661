package io.millrace.schemas.serde;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a request that got no answer is sent again, and how long is waited before.
 *
 * @param retries rounds over all URLs after the first; 0 or more
 * @param firstWait before the first of them, doubled for each further one
 * @param longestWait where doubling ends
 */
record RetryRule(int retries, Duration firstWait, Duration longestWait) {
    /** Half of the wait is certain, the other half is drawn, so that many clients do not come back at once. */
    Duration waitBefore(int retry, RandomGenerator random) {
        long doubled = firstWait.toMillis() << Math.min(retry - 1, 20);
        long whole = Math.min(doubled, longestWait.toMillis());
        return Duration.ofMillis(whole / 2 + random.nextLong(whole - whole / 2 + 1));
    }
}
