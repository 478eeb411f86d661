package io.millrace.bench;

import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Nanoseconds to serialize and deserialize one full UsageRecord: ours beside Confluent's own classes and beside bare Avro.
 * The three take turns, round by round, so that a change of the machine's load meets all of them.
 */
public final class SerdeBenchmark implements Benchmark {
    private static final int ROUNDS = 3;
    private static final String SERIALIZE = "serialize";
    private static final String DESERIALIZE = "deserialize";

    @Override
    public String name() {
        return "serde";
    }

    @Override
    public List<Measurement> run() throws RunnerException {
        Optional<ConfluentJars> confluent = ConfluentJars.find();
        if (confluent.isEmpty()) {
            System.err.println(
                    "millrace: Confluent's classes are not here, so bare Avro is the only baseline; to get them: "
                            + ConfluentJars.HOW_TO_GET);
        }
        Map<String, List<Double>> ours = new HashMap<>();
        Map<String, List<Double>> bare = new HashMap<>();
        Map<String, List<Double>> official = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            measure(SerdeOurs.class, ours);
            measure(SerdeBare.class, bare);
            if (confluent.isPresent()) {
                measure(SerdeConfluent.class, official);
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        if (confluent.isPresent()) {
            measurements.add(beside(SERIALIZE, ours, "Confluent 7.9.2", official, "<= 0.25x: 4 times as fast"));
            measurements.add(beside(DESERIALIZE, ours, "Confluent 7.9.2", official, "<= 0.67x: 1.5 times as fast"));
        }
        measurements.add(beside(SERIALIZE, ours, "bare Avro", bare, "<= 1.3x"));
        measurements.add(beside(DESERIALIZE, ours, "bare Avro", bare, "<= 1.3x"));
        return measurements;
    }

    private static void measure(Class<?> type, Map<String, List<Double>> nanos) throws RunnerException {
        Jmh.run(type)
                .forEach((method, score) ->
                        nanos.computeIfAbsent(method, m -> new ArrayList<>()).addAll(score.nanos()));
    }

    private static Measurement beside(
            String method,
            Map<String, List<Double>> ours,
            String baseline,
            Map<String, List<Double>> theirs,
            String target) {
        return new Measurement(
                method + " a full UsageRecord",
                "ns",
                ours.getOrDefault(method, List.of()),
                baseline,
                theirs.getOrDefault(method, List.of()),
                target);
    }
}
