package io.millrace.standalone.bench;

import java.util.List;

/** One benchmark, found by name. */
public interface Benchmark {
    String name();

    /** Measures, several times, each figure beside its baseline in the same run. */
    List<Measurement> run() throws Exception;
}
