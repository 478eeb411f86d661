package io.millrace.schemas.time;

import java.time.Instant;

/** Arithmetic on microseconds since the epoch. */
public final class Micros {
    public static final long PER_MILLI = 1_000L;
    public static final long PER_SECOND = 1_000_000L;
    public static final long PER_MINUTE = 60 * PER_SECOND;
    public static final long PER_HOUR = 60 * PER_MINUTE;
    public static final long PER_DAY = 24 * PER_HOUR;

    private Micros() {}

    /** Rounds down to the microsecond. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }

    /** Start of the window of the given length that holds the instant; windows are [N·length, N·length + length). */
    public static long floor(long micros, long lengthMicros) {
        return micros - Math.floorMod(micros, lengthMicros);
    }
}
