package io.millrace.bench;

import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import io.millrace.streams.StreamsApp;
import io.millrace.streams.StreamsProperties;
import io.millrace.streams.StreamsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Records a second of the metering on one thread, exactly once, from a topic that is full already, beside a topology that
 * passes the same records through with the same serde and settings. In turns; each run is a new application without state.
 */
final class StreamsThroughput {
    private static final int ROUNDS = 3;

    private final SystemClock clock = new SystemClock();

    /**
     * What was measured.
     *
     * @param metered records a second, one for each round
     * @param passed the baseline's
     */
    record Rates(List<Double> metered, List<Double> passed) {}

    /** One round more than is counted, first, for the compilers. */
    List<Measurement> measure() throws ExecutionException, InterruptedException {
        StreamsTraffic traffic = new StreamsTraffic(10_000, 10, clock.nowMicros() - TimeUnit.HOURS.toMicros(1));
        Rates rates = rates(traffic, 600_000, 200_000, ROUNDS);
        return List.of(new Measurement(
                "metering, 5 scopes a record, 10,000 workspaces, 100,000 keys, 1 thread",
                "records/s",
                rates.metered,
                "pass-through",
                rates.passed,
                ">= 50,000 and >= 0.3x"));
    }

    /** @param skipped records at the start that are not timed */
    Rates rates(StreamsTraffic traffic, long calls, long skipped, int rounds)
            throws ExecutionException, InterruptedException {
        Rates rates = new Rates(new ArrayList<>(), new ArrayList<>());
        try (Closeables open = Closeables.closedAtExit()) {
            StreamsStage stage = new StreamsStage(open);
            stage.fill(traffic, calls);
            for (int round = 0; round <= rounds; round++) {
                double passed = passed(stage, calls, skipped);
                double metered = metered(stage, calls, skipped);
                if (round > 0) {
                    rates.passed.add(passed);
                    rates.metered.add(metered);
                }
            }
        }
        return rates;
    }

    private double metered(StreamsStage stage, long calls, long skipped) throws InterruptedException {
        try (StreamsApp app = StreamsApp.start(stage.freshSettings(), stage.topics())) {
            double rate = new RecordCount(() -> app.counters().read(), clock).perSecond(skipped, calls);
            long rated = app.counters().rated();
            if (rated != calls) {
                throw new IllegalStateException("rated: " + rated + " (expected: " + calls + ")");
            }
            return rate;
        }
    }

    private double passed(StreamsStage stage, long calls, long skipped) throws InterruptedException {
        LongAdder records = new LongAdder();
        StreamsSettings settings = stage.freshSettings();
        try (KafkaStreams streams = new KafkaStreams(
                PassThrough.of(stage.topics(), stage.serdes(), records), StreamsProperties.of(settings))) {
            streams.start();
            return new RecordCount(records::sum, clock).perSecond(skipped, calls);
        }
    }
}
