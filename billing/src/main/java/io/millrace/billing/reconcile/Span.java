package io.millrace.billing.reconcile;

import io.millrace.schemas.error.Expected;
import java.time.Instant;

/**
 * The time that a run compares, [from, to).
 *
 * @param fromSeconds since the epoch
 * @param toSeconds above it
 */
public record Span(long fromSeconds, long toSeconds) {
    public Span {
        if (fromSeconds < 0 || fromSeconds >= toSeconds) {
            throw Expected.illegal(
                    "span to reconcile",
                    Instant.ofEpochSecond(fromSeconds) + " to " + Instant.ofEpochSecond(toSeconds),
                    "a start before its end");
        }
    }
}
