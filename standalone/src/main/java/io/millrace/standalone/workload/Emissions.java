package io.millrace.standalone.workload;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Walks a workload's schedule: each call, then the repeat, the correction and the malformed record that follow it. Not thread-safe. */
final class Emissions implements Iterator<Emission> {
    private final Workload workload;
    private final Schedule schedule;
    private long call;
    private Step step = Step.CALL;

    Emissions(Workload workload, Schedule schedule, long emissionIndex) {
        this.workload = workload;
        this.schedule = schedule;
        this.call = schedule.callAt(emissionIndex);
        for (long skip = emissionIndex - schedule.emissionsBefore(call); skip > 0; skip--) {
            advance();
        }
    }

    @Override
    public boolean hasNext() {
        return call < workload.calls();
    }

    @Override
    public Emission next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Emission emission = switch (step) {
            case CALL -> new Emission.Call(workload.call(call));
            case REPEAT -> new Emission.Repeat(workload.call(schedule.repeatedAfter(call)));
            case CORRECTION -> new Emission.Correction(workload.correction(call));
            case MALFORMED ->
                new Emission.Malformed(
                        schedule.malformedKind(call), workload.malformed(call, schedule.malformedKind(call)));
        };
        advance();
        return emission;
    }

    private void advance() {
        if (step == Step.CALL && schedule.isRepeatAfter(call)) {
            step = Step.REPEAT;
        } else if ((step == Step.CALL || step == Step.REPEAT) && schedule.isCorrected(call)) {
            step = Step.CORRECTION;
        } else if (step != Step.MALFORMED && schedule.isMalformedAfter(call)) {
            step = Step.MALFORMED;
        } else {
            step = Step.CALL;
            call++;
        }
    }

    private enum Step {
        CALL,
        REPEAT,
        CORRECTION,
        MALFORMED
    }
}
