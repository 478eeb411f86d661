package io.millrace.billing.charging;

import java.time.Duration;

/**
 * The patience of the charger.
 *
 * @param lease how long a call may take before somebody else looks after its top-up; longer than any timeout of a call
 * @param retryPause until the next try after an answer that settles nothing; doubled with every try, eight times at most;
 *     50 to 100 percent of it, other for each top-up
 * @param actionPause between two looks at a payment that waits for its customer or a bank
 */
public record ChargerSettings(Duration lease, Duration retryPause, Duration actionPause) {
    public static final ChargerSettings DEFAULTS =
            new ChargerSettings(Duration.ofMinutes(2), Duration.ofSeconds(5), Duration.ofMinutes(1));
}
