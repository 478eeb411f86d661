package io.millrace.bench;

import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import java.util.ArrayList;
import java.util.List;

/** The metering: records a second beside a pass-through. */
public final class StreamsBenchmark implements Benchmark {
    @Override
    public String name() {
        return "streams";
    }

    @Override
    public List<Measurement> run() throws Exception {
        return new ArrayList<>(new StreamsThroughput().measure());
    }
}
