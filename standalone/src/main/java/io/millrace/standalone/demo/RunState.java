package io.millrace.standalone.demo;

import java.util.List;
import java.util.Map;

/**
 * Where a run stands: written before each tick, so that whatever ends the process, the tick can be finished exactly.
 *
 * @param run number of the run in its data directory, from 1; part of every event id
 * @param endMicros simulated instant at which the traffic ends, microseconds since the epoch
 * @param done true once everything was published, stored and audited
 * @param next index of the first emission of the tick under way
 * @param refusedKeys API keys whose calls this tick refuses, as the verdicts at its start said
 * @param storedBefore calls that were stored when the run began
 * @param calls calls that went through in the ticks before, each counted once
 * @param usageOffsets end of each partition of the usage topic at the start of the tick
 */
public record RunState(
        int run,
        RunSettings settings,
        long endMicros,
        boolean done,
        long next,
        long storedBefore,
        long calls,
        List<String> refusedKeys,
        Map<Integer, Long> usageOffsets) {
    public RunState {
        refusedKeys = List.copyOf(refusedKeys);
        usageOffsets = Map.copyOf(usageOffsets);
    }

    static RunState first(int run, RunSettings settings, long endMicros) {
        return new RunState(run, settings, endMicros, false, 0, 0, 0, List.of(), Map.of());
    }

    /** The same, with nothing left to do. */
    RunState finished() {
        return new RunState(run, settings, endMicros, true, next, storedBefore, calls, refusedKeys, usageOffsets);
    }

    /** The same, begun when so many calls were stored; a run that is under way remembers its own number. */
    RunState after(long stored) {
        boolean fresh = next == 0 && usageOffsets.isEmpty();
        return fresh ? new RunState(run, settings, endMicros, done, 0, stored, 0, refusedKeys, usageOffsets) : this;
    }

    /** The same with a tick to play from here on. */
    RunState tick(List<String> refused, Map<Integer, Long> offsets) {
        return new RunState(run, settings, endMicros, done, next, storedBefore, calls, refused, offsets);
    }

    /** The same after so many emissions, of which so many were calls that went through. */
    RunState played(long emissions, long through) {
        return new RunState(
                run,
                settings,
                endMicros,
                done,
                next + emissions,
                storedBefore,
                calls + through,
                refusedKeys,
                usageOffsets);
    }

    /** Calls that every store holds once the run has settled, those of earlier runs included. */
    long storedAfter() {
        return storedBefore + calls;
    }
}
