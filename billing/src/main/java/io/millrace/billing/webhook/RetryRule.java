package io.millrace.billing.webhook;

import io.millrace.schemas.error.Expected;
import java.time.Duration;

/**
 * When an event that failed is tried again: the pause doubles with each attempt, up to the longest.
 *
 * @param first pause after the first attempt
 * @param longest no pause is longer
 * @param attemptsMax after this many the event is given up
 */
public record RetryRule(Duration first, Duration longest, int attemptsMax) {
    /** 12 attempts in the first 70 minutes, then one an hour: 3 days in all, as long as Stripe itself delivers. */
    public static final RetryRule DEFAULT = new RetryRule(Duration.ofSeconds(2), Duration.ofHours(1), 83);

    private static final int DOUBLINGS_MAX = 30;

    public RetryRule {
        if (first.isNegative() || first.compareTo(longest) > 0) {
            throw Expected.illegal("first pause", first, "0 to " + longest);
        }
        if (attemptsMax < 1) {
            throw Expected.illegal("attempts max", attemptsMax, ">= 1");
        }
    }

    boolean exhausted(int attempt) {
        return attempt >= attemptsMax;
    }

    /** @param attempt the one that failed, from 1 */
    Duration pause(int attempt) {
        Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS_MAX));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
