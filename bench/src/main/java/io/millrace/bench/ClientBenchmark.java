package io.millrace.bench;

import io.millrace.bench.Jmh.Score;
import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.runner.RunnerException;

/** What the client costs a gateway: publish, verdict, redaction. */
public final class ClientBenchmark implements Benchmark {
    private static final double NANOS_PER_MICRO = 1_000;

    @Override
    public String name() {
        return "client";
    }

    @Override
    public List<Measurement> run() throws Exception {
        List<Measurement> measurements = new ArrayList<>(redaction());
        measurements.addAll(new VerdictBenchmark().measure());
        measurements.addAll(new PublishBenchmark().measure());
        return measurements;
    }

    private static List<Measurement> redaction() throws RunnerException {
        Map<String, Score> scores = Jmh.run(RedactionBench.class);
        return List.of(
                new Measurement(
                        "redaction of a clean map of 8 KiB",
                        "us",
                        micros(scores, "metadata8KiB"),
                        "one regular expression",
                        micros(scores, "regex8KiB"),
                        "<= 50 us"),
                Measurement.alone("redaction of a clean record", "us", micros(scores, "record")));
    }

    private static List<Double> micros(Map<String, Score> scores, String method) {
        Score score = Objects.requireNonNull(scores.get(method), method);
        return score.nanos().stream().map(nanos -> nanos / NANOS_PER_MICRO).toList();
    }
}
