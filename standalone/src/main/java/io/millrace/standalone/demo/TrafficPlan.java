package io.millrace.standalone.demo;

import io.millrace.schemas.rating.Price;
import io.millrace.schemas.time.Micros;
import io.millrace.standalone.trace.TraceCall;
import io.millrace.standalone.trace.TraceFormat;
import io.millrace.standalone.trace.TraceReader;
import io.millrace.standalone.workload.TraceWorkload;
import io.millrace.standalone.workload.Traffic;
import io.millrace.standalone.workload.Workload;
import io.millrace.standalone.workload.WorkloadPlan;
import io.millrace.standalone.workload.WorkloadSettings;
import java.nio.file.Path;
import java.util.List;

/** The traffic of a run, and the workspaces, policies and credits that go with it. */
record TrafficPlan(Traffic traffic, WorkloadPlan plan) {
    private static final long TRACE_CALLS_MAX = 200_000;

    /** Reads the trace of the settings; empty for the built-in workload. Bad input shows here, before anything starts. */
    static List<TraceCall> trace(RunSettings settings) {
        Path file = settings.tracePath();
        String format = settings.format();
        if (file == null || format == null) {
            return List.of();
        }
        long limit = settings.records() == 0 ? TRACE_CALLS_MAX : settings.records();
        return TraceReader.read(TraceFormat.parse(format), file, settings.seed(), limit);
    }

    /** The traffic whose last call ends at the given instant. */
    static TrafficPlan of(RunState state, List<TraceCall> trace, List<Price> prices) {
        RunSettings settings = state.settings();
        if (settings.isTrace()) {
            TraceWorkload traffic = new TraceWorkload(trace, settings.seed(), state.endMicros(), state.run());
            return new TrafficPlan(traffic, WorkloadPlan.of(traffic, prices));
        }
        Workload traffic = new Workload(WorkloadSettings.before(
                state.endMicros(), settings.spanMicros(), settings.seed(), settings.records(), state.run()));
        return new TrafficPlan(traffic, WorkloadPlan.of(traffic, prices));
    }

    /**
     * Simulated instant at which a run that starts now ends: the last midnight (UTC), so that all runs of a day have the
     * same traffic; or, at life's own speed, its span from now, so that calls occur as they are played.
     */
    static long endMicros(RunSettings settings, Speed speed, long nowMicros) {
        boolean live = !speed.isMax() && speed.factorMilli() <= 1_000 && !settings.isTrace();
        return live ? nowMicros + settings.spanMicros() : Micros.floor(nowMicros, Micros.PER_DAY);
    }
}
