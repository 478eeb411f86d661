package io.millrace.bench;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What a call costs with 1,000 to 1,000,000 scopes in use, beside the cost with 1,000 in the same round: the meter alone,
 * and the whole metering on a broker. Every scope was met before; the sizes take turns. Part of the benchmark
 * {@code streams}.
 */
final class ScopesBenchmark {
    private static final List<Integer> SCOPES = List.of(1_000, 10_000, 100_000, 1_000_000);
    private static final int KEYS_EACH = 10;
    private static final int ROUNDS = 3;
    private static final String TARGET = "<= 1.3x";

    private final Clock clock = new SystemClock();

    List<Measurement> measure() throws ExecutionException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>(alone(SCOPES, ROUNDS));
        measurements.addAll(metered(SCOPES, ROUNDS));
        return measurements;
    }

    /** The meter alone: calls, heartbeats, and the heap of the largest. One round first that is not counted. */
    List<Measurement> alone(List<Integer> scopes, int rounds) {
        List<MeterAlone> meters = new ArrayList<>();
        long before = Heap.usedBytes();
        for (int size : scopes) {
            before = Heap.usedBytes();
            meters.add(new MeterAlone(traffic(size)));
            meters.get(meters.size() - 1).meet();
        }
        MeterAlone largest = meters.get(meters.size() - 1);
        double bytes = (double) (Heap.usedBytes() - before) / largest.scopes();
        List<List<MeterAlone.Cost>> costs = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            List<MeterAlone.Cost> ofRound =
                    meters.stream().map(MeterAlone::round).toList();
            if (round > 0) {
                costs.add(ofRound);
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.addAll(beside(scopes, "meter alone, CPU time of a call", costs, MeterAlone.Cost::callNanos));
        measurements.addAll(beside(
                scopes,
                "meter alone, CPU time of a call and its share of heartbeats at 10,000 calls/s",
                costs,
                MeterAlone.Cost::nanos));
        measurements.add(Measurement.alone(
                String.format("heap of the meter, each of %,d scopes", largest.scopes()), "bytes", List.of(bytes)));
        return measurements;
    }

    /** All of it on a broker, on one thread, exactly once. */
    List<Measurement> metered(List<Integer> scopes, int rounds) throws ExecutionException, InterruptedException {
        List<List<Double>> nanos = new ArrayList<>();
        try (Closeables open = Closeables.closedAtExit()) {
            List<MeteredScopes> metered = new ArrayList<>();
            for (int size : scopes) {
                metered.add(new MeteredScopes(traffic(size), clock, open));
            }
            for (int round = 0; round <= rounds; round++) {
                List<Double> ofRound = new ArrayList<>();
                for (MeteredScopes each : metered) {
                    ofRound.add(each.round());
                }
                if (round > 0) {
                    nanos.add(ofRound);
                }
            }
        }
        return beside(scopes, "metering on a broker, a record", nanos, Double::doubleValue);
    }

    private StreamsTraffic traffic(int scopes) {
        return StreamsTraffic.ofScopes(scopes, KEYS_EACH, clock.nowMicros() - TimeUnit.HOURS.toMicros(1));
    }

    /** Each size but the first beside the first. */
    private static <T> List<Measurement> beside(
            List<Integer> scopes, String figure, List<List<T>> rounds, ToDoubleFunction<T> nanos) {
        List<Measurement> measurements = new ArrayList<>();
        for (int size = 1; size < scopes.size(); size++) {
            measurements.add(new Measurement(
                    String.format("%s, %,d scopes", figure, scopes.get(size)),
                    "ns",
                    ofSize(rounds, size, nanos),
                    String.format("with %,d", scopes.get(0)),
                    ofSize(rounds, 0, nanos),
                    TARGET));
        }
        return measurements;
    }

    private static <T> List<Double> ofSize(List<List<T>> rounds, int size, ToDoubleFunction<T> nanos) {
        return rounds.stream()
                .map(round -> nanos.applyAsDouble(round.get(size)))
                .toList();
    }
}
