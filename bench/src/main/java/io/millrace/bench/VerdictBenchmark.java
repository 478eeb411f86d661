package io.millrace.bench;

import io.millrace.standalone.bench.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Verdicts over six scopes, a million decisions in the view, beside a plain map of records; and the heap each takes: what
 * is used after a collection with the view less what is used without. Part of the benchmark {@code client}.
 */
final class VerdictBenchmark {
    private static final String BASELINE = "ConcurrentHashMap of records";
    private static final String HEAP = "-Xmx2g";

    List<Measurement> measure() throws RunnerException {
        Map<String, Jmh.Score> scores = new TreeMap<>(Jmh.run(VerdictBench.class, HEAP));
        Jmh.Score packed = score(scores, "packed");
        Jmh.Score map = score(scores, "map");
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(
                "verdict over 6 scopes of 1,000,000", "ns", packed.nanos(), BASELINE, map.nanos(), "<= 1,000"));
        measurements.add(new Measurement(
                "allocated by a verdict",
                "bytes",
                packed.allocatedBytes(),
                BASELINE,
                map.allocatedBytes(),
                "the verdict itself: 88 bytes"));
        measurements.add(new Measurement(
                "view, each of 1,000,000 decisions",
                "bytes",
                List.of(VerdictHeap.packedBytes()),
                BASELINE,
                List.of(VerdictHeap.mapBytes()),
                "<= 200"));
        return measurements;
    }

    private static Jmh.Score score(Map<String, Jmh.Score> scores, String method) {
        Jmh.Score score = scores.get(method);
        if (score == null) {
            throw new IllegalStateException("benchmark " + method + ": no score (expected: one)");
        }
        return score;
    }
}
