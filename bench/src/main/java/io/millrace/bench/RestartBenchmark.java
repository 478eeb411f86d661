package io.millrace.bench;

import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import io.millrace.streams.StreamsApp;
import io.millrace.streams.StreamsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How long the metering is away when it is stopped and started again: from the start until the first new call is metered,
 * with the state of so many scopes to be read from the changelogs, beside a start with next to none. In a warm JVM, on one
 * thread; what a JVM takes to start is not in it.
 */
public final class RestartBenchmark implements Benchmark {
    private static final int ROUNDS = 3;
    private static final int KEYS_EACH = 10;
    private static final long COMMITTED_MILLIS = 3_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<Integer> SCOPES = List.of(100_000, 1_000_000);

    private final SystemClock clock = new SystemClock();

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public List<Measurement> run() throws ExecutionException, InterruptedException {
        List<Double> empty = restarts(1).seconds();
        List<Measurement> measurements = new ArrayList<>();
        for (int scopes : SCOPES) {
            Restarts measured = restarts(scopes);
            measurements.add(new Measurement(
                    String.format("restart with about %,d scopes", measured.scopes()),
                    "s",
                    measured.seconds(),
                    "with next to none",
                    empty,
                    null));
        }
        return measurements;
    }

    /**
     * What was measured.
     *
     * @param scopes whose state was restored, but for the few that no call met
     */
    private record Restarts(long scopes, List<Double> seconds) {}

    private Restarts restarts(int scopes) throws ExecutionException, InterruptedException {
        try (Closeables open = Closeables.closedAtExit()) {
            StreamsStage stage = new StreamsStage(open);
            StreamsSettings settings = stage.freshSettings();
            StreamsTraffic traffic =
                    StreamsTraffic.ofScopes(scopes, KEYS_EACH, clock.nowMicros() - TimeUnit.HOURS.toMicros(1));
            long calls = traffic.keys();
            stage.fill(traffic, calls);
            meter(stage, settings, calls);
            List<Double> seconds = new ArrayList<>();
            for (int round = 0; round <= ROUNDS; round++) {
                stage.send(traffic.call(calls + round));
                double taken = restart(stage, settings);
                if (round > 0) {
                    seconds.add(taken);
                }
            }
            return new Restarts(traffic.scopes(), seconds);
        }
    }

    /** Builds the state up. */
    private void meter(StreamsStage stage, StreamsSettings settings, long calls) throws InterruptedException {
        try (StreamsApp app = StreamsApp.start(settings, stage.topics())) {
            new RecordCount(() -> app.counters().rated(), clock).await(calls);
            // The stores have the state once it is committed.
            TimeUnit.MILLISECONDS.sleep(COMMITTED_MILLIS);
        }
    }

    /** Seconds until the call that waits is metered. */
    private double restart(StreamsStage stage, StreamsSettings settings) throws InterruptedException {
        long start = clock.tickNanos();
        try (StreamsApp app = StreamsApp.start(settings, stage.topics())) {
            new RecordCount(() -> app.counters().rated(), clock).await(1);
            if (app.state() != KafkaStreams.State.RUNNING) {
                throw new IllegalStateException("state: " + app.state() + " (expected: RUNNING)");
            }
            return (clock.tickNanos() - start) / NANOS_PER_SECOND;
        }
    }
}
