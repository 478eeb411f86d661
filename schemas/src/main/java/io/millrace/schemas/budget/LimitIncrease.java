package io.millrace.schemas.budget;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;

/**
 * More of a policy's limit for a while, [from, until). Immutable.
 *
 * @param amount how much more, from 1, in the measure's unit
 * @param fromMicros in force from here, microseconds since the epoch
 * @param untilMicros no longer in force from here, later than {@code fromMicros}, microseconds since the epoch
 */
public record LimitIncrease(long amount, long fromMicros, long untilMicros) {
    public LimitIncrease {
        Require.atLeast("policy.increases.amount", amount, 1);
        Require.instant("policy.increases.from_micros", fromMicros);
        Require.instant("policy.increases.until_micros", untilMicros);
        if (untilMicros <= fromMicros) {
            throw Expected.illegal("policy.increases.until_micros", untilMicros, "> from_micros " + fromMicros);
        }
    }

    public boolean inForceAt(long micros) {
        return micros >= fromMicros && micros < untilMicros;
    }
}
