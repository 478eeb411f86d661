package io.millrace.bench;

import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import java.util.ArrayList;
import java.util.List;

/** The metering: records a second, what a record costs with many scopes, what event ids take, how soon a decision is seen, and what is let through beyond a limit. */
public final class StreamsBenchmark implements Benchmark {
    @Override
    public String name() {
        return "streams";
    }

    @Override
    public List<Measurement> run() throws Exception {
        List<Measurement> measurements = new ArrayList<>(new StreamsThroughput().measure());
        measurements.addAll(new ScopesBenchmark().measure());
        measurements.addAll(new SeenBenchmark().measure());
        measurements.addAll(new DecisionLatency().measure());
        measurements.addAll(new Overshoot().measure());
        return measurements;
    }
}
