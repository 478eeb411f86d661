package io.millrace.sinks.query;

/**
 * One hour of all calls.
 *
 * @param failures calls that ended otherwise than with SUCCESS or UNKNOWN
 */
public record HourLine(long requests, long failures, long unpriced, long chargeNanoUsd) {
    public static final HourLine NONE = new HourLine(0, 0, 0, 0);

    /** Both together. */
    public HourLine plus(HourLine other) {
        return new HourLine(
                Math.addExact(requests, other.requests),
                Math.addExact(failures, other.failures),
                Math.addExact(unpriced, other.unpriced),
                Math.addExact(chargeNanoUsd, other.chargeNanoUsd));
    }
}
