package io.millrace.standalone.workload;

import io.millrace.schemas.time.Micros;
import io.millrace.standalone.trace.Draws;
import java.util.UUID;

/**
 * UUIDv7 of a run: 48 bits of time and 64 bits that differ between any two numbers of the run (and between two runs as
 * random bits do). Thread-safe.
 */
final class EventIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long LOW_62 = 0x3FFF_FFFF_FFFF_FFFFL;

    private final long run;

    EventIds(long seed, long runId) {
        run = Draws.mix(seed, runId);
    }

    UUID id(long occurredAtMicros, long number) {
        long bits = Draws.mix(run, number);
        long millis = Math.floorDiv(occurredAtMicros, Micros.PER_MILLI);
        return new UUID(millis << 16 | VERSION_7 | (bits >>> 62), VARIANT | (bits & LOW_62));
    }
}
