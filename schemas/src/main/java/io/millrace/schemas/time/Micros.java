package io.millrace.schemas.time;

import java.time.Instant;

/** Arithmetic on microseconds since the epoch. */
public final class Micros {
    public static final long PER_MILLI = 1_000L;
    public static final long PER_SECOND = 1_000_000L;
    public static final long PER_MINUTE = 60 * PER_SECOND;
    public static final long PER_HOUR = 60 * PER_MINUTE;
    public static final long PER_DAY = 24 * PER_HOUR;
    /** The last microsecond of the year 9999, the end of what the contract carries: no sum of two instants overflows. */
    public static final long MAX = 253_402_300_799_999_999L;

    private Micros() {}

    /** Rounds down to the microsecond. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }

    /** The nearest instant that the contract carries: from 1970 to {@link #MAX}. */
    public static long clamp(long micros) {
        return Math.min(MAX, Math.max(0, micros));
    }

    /** Start of the window of the given length that holds the instant; windows are [N·length, N·length + length). */
    public static long floor(long micros, long lengthMicros) {
        return micros - Math.floorMod(micros, lengthMicros);
    }
}
