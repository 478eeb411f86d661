package io.millrace.standalone.workload;

import io.millrace.standalone.trace.Draws;

/**
 * Where in the sequence something out of the ordinary happens, in closed form: every group of 100 calls has one repeat,
 * one late call and one call that fails and is tried again by the next; every group of 1000 has one correction and one
 * malformed record. A repeat follows its call's slot, a correction the repeat, a malformed record the correction. Thread-safe.
 */
final class Schedule {
    static final int GROUP = 100;
    static final int MALFORMED_GROUP = 1_000;
    static final int CORRECTION_GROUP = 1_000;
    private static final int REPEAT_LAG_MAX = 200;

    private final long calls;
    private final long repeatSeed;
    private final long lateSeed;
    private final long retrySeed;
    private final long malformedSeed;
    private final long correctionSeed;

    Schedule(long seed, long calls) {
        this.calls = calls;
        this.repeatSeed = Draws.mix(seed, 101);
        this.lateSeed = Draws.mix(seed, 102);
        this.retrySeed = Draws.mix(seed, 103);
        this.malformedSeed = Draws.mix(seed, 104);
        this.correctionSeed = Draws.mix(seed, 108);
    }

    boolean isRepeatAfter(long call) {
        return placeIn(repeatSeed, call / GROUP, GROUP, GROUP) == call;
    }

    boolean isMalformedAfter(long call) {
        return placeIn(malformedSeed, call / MALFORMED_GROUP, MALFORMED_GROUP, MALFORMED_GROUP) == call;
    }

    /** Whether the call is corrected after its slot. */
    boolean isCorrected(long call) {
        return placeIn(correctionSeed, call / CORRECTION_GROUP, CORRECTION_GROUP, CORRECTION_GROUP) == call;
    }

    boolean isLate(long call) {
        return placeIn(lateSeed, call / GROUP, GROUP, GROUP) == call;
    }

    /** Whether the call fails and the next one tries it again. */
    boolean isRetried(long call) {
        return placeIn(retrySeed, call / GROUP, GROUP, GROUP - 1) == call && call + 1 < calls;
    }

    /** The call that comes again after the given one: itself or one of the 199 before it. */
    long repeatedAfter(long call) {
        long lagMax = Math.min(REPEAT_LAG_MAX, call + 1);
        return call - Long.remainderUnsigned(Draws.mix(repeatSeed, ~call), lagMax);
    }

    MalformedKind malformedKind(long call) {
        MalformedKind[] kinds = MalformedKind.values();
        return kinds[(int) (call / MALFORMED_GROUP % kinds.length)];
    }

    /** Emissions before the call's own. */
    long emissionsBefore(long call) {
        return call
                + before(repeatSeed, call, GROUP)
                + before(correctionSeed, call, CORRECTION_GROUP)
                + before(malformedSeed, call, MALFORMED_GROUP);
    }

    long emissions() {
        return emissionsBefore(calls);
    }

    /** The call whose slot holds the emission: the last one with no more emissions before it. */
    long callAt(long emission) {
        long low = 0;
        long high = Math.min(calls, emission);
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (emissionsBefore(middle) <= emission) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** One of the first places of a group. */
    private static long placeIn(long seed, long group, int size, int places) {
        return group * size + Long.remainderUnsigned(Draws.mix(seed, group), places);
    }

    private static long before(long seed, long call, int size) {
        long group = call / size;
        return group + (placeIn(seed, group, size, size) < call ? 1 : 0);
    }
}
