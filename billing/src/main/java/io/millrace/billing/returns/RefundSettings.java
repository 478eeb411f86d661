package io.millrace.billing.returns;

import java.time.Duration;

/**
 * The patience with refunds and disputes.
 *
 * @param lease how long a call may take before somebody else looks after its refund; longer than any timeout of a call
 * @param retryPause until the next try after an answer that settles nothing
 * @param lookAgain between two looks at what is on its way or open, in case no event tells of it
 */
public record RefundSettings(Duration lease, Duration retryPause, Duration lookAgain) {
    public static final RefundSettings DEFAULTS =
            new RefundSettings(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofHours(1));
}
