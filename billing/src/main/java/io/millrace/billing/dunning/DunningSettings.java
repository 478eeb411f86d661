package io.millrace.billing.dunning;

import io.millrace.schemas.error.Expected;
import java.time.Duration;

/**
 * The rungs of the ladder, counted from when a subscription was first seen unpaid; a warning goes out at once.
 *
 * @param throttleAfter 0 to 365 days
 * @param suspendAfter not before that, to 365 days
 * @param suspendEnded whether a subscription that is unpaid for good, canceled or paused suspends at once; else one that is unpaid
 *     climbs like one past due, and the others lead to nothing
 */
public record DunningSettings(Duration throttleAfter, Duration suspendAfter, boolean suspendEnded) {
    public static final int THROTTLE_DAYS_DEFAULT = 3;
    public static final int SUSPEND_DAYS_DEFAULT = 7;
    public static final int DAYS_MAX = 365;
    public static final DunningSettings DEFAULTS =
            new DunningSettings(Duration.ofDays(THROTTLE_DAYS_DEFAULT), Duration.ofDays(SUSPEND_DAYS_DEFAULT), true);

    public DunningSettings {
        if (throttleAfter.isNegative() || throttleAfter.compareTo(suspendAfter) > 0) {
            throw Expected.illegal("dunning throttle after", throttleAfter, "0 to suspend after " + suspendAfter);
        }
        if (suspendAfter.compareTo(Duration.ofDays(DAYS_MAX)) > 0) {
            throw Expected.illegal("dunning suspend after", suspendAfter, "at most " + DAYS_MAX + " days");
        }
    }
}
