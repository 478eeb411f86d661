package io.millrace.embedded.tls;

import java.util.List;

/**
 * When a certificate is valid, counted from its making.
 *
 * @param startDays -3,650 to 3,650; negative begins in the past
 * @param days it lasts from there, 1 to 3,650
 */
public record Validity(int startDays, int days) {
    private static final int DAYS_MAX = 3_650;

    /** A year from now; it began a day ago, for clocks that are behind. */
    public static final Validity YEAR = new Validity(-1, 366);
    /** Ended yesterday: what a server or client is refused for. */
    public static final Validity ENDED = new Validity(-30, 29);

    public Validity {
        if (Math.abs(startDays) > DAYS_MAX || days < 1 || days > DAYS_MAX) {
            throw new IllegalArgumentException(
                    "validity: " + startDays + " + " + days + " days (expected: at most " + DAYS_MAX + " each)");
        }
    }

    List<String> arguments() {
        return List.of("-startdate", startDays + "d", "-validity", Integer.toString(days));
    }
}
