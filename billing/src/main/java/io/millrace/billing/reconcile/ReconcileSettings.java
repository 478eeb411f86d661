package io.millrace.billing.reconcile;

import io.millrace.schemas.error.Expected;
import java.time.Duration;

/**
 * When the ledger is compared with the provider by itself.
 *
 * @param every length of the spans compared, whole hours; they end at its multiples since the epoch (24 h: at midnight UTC); 0 is
 *     never
 * @param lag how long after its end a span is compared: payments need a while to be booked
 */
public record ReconcileSettings(Duration every, Duration lag) {
    public static final int HOURS_DEFAULT = 24;
    public static final int HOURS_MAX = 168;
    public static final int LAG_MINUTES_DEFAULT = 15;
    public static final int LAG_MINUTES_MAX = 1_440;
    public static final ReconcileSettings DEFAULTS =
            new ReconcileSettings(Duration.ofHours(HOURS_DEFAULT), Duration.ofMinutes(LAG_MINUTES_DEFAULT));

    public ReconcileSettings {
        if (every.isNegative() || every.toHours() > HOURS_MAX) {
            throw Expected.illegal("reconcile every", every, "0 to " + HOURS_MAX + " h");
        }
        if (lag.isNegative() || lag.toMinutes() > LAG_MINUTES_MAX) {
            throw Expected.illegal("reconcile lag", lag, "0 to " + LAG_MINUTES_MAX + " min");
        }
    }
}
