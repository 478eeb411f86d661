package io.millrace.billing.charging;

import java.time.Duration;
import java.util.List;

/** When a card is tried again after a decline of class {@link DeclineClass#LATER}: after 1, 3 and 7 days, then not any more. */
public final class RetrySchedule {
    private static final List<Duration> PAUSES = List.of(Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(7));

    private RetrySchedule() {}

    /** @param declines of this top-up so far, at least 1 */
    static boolean hasNext(int declines) {
        return declines <= PAUSES.size();
    }

    /** The pause after that many declines, 1 to 3. */
    static Duration pause(int declines) {
        return PAUSES.get(declines - 1);
    }
}
