package io.millrace.bench;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import io.millrace.streams.StreamsApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * From publish of a call to its decision in the view of a gateway, at 5,000 calls a second, each the first one of its key. Beside it: the same bytes through the same broker from a producer to a consumer, with the client's settings.
 */
final class DecisionLatency {
    private static final int ROUNDS = 4;
    private static final int CALLS = 25_000;
    private static final long PACE_NANOS = 200_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SystemClock clock = new SystemClock();

    List<Measurement> measure() throws ExecutionException, InterruptedException {
        List<double[]> decided = new ArrayList<>();
        List<double[]> echoed = new ArrayList<>();
        StreamsTraffic traffic = new StreamsTraffic(100, CALLS, clock.nowMicros());
        try (Closeables open = Closeables.closedAtExit()) {
            StreamsStage stage = new StreamsStage(open);
            stage.fill(traffic, 0);
            open.add(StreamsApp.start(stage.freshSettings(), stage.topics()));
            ClientSettings settings = ClientSettings.defaults(stage.bootstrapServers(), stage.registryUrl(), "bench");
            UsageClient client = open.add(UsageClient.start(settings, stage.topics(), clock));
            for (int round = 0; round <= ROUNDS; round++) {
                double[] decisions = decisions(client, traffic, round);
                double[] echoes = echo(stage).latencies(traffic, CALLS, PACE_NANOS);
                // The first is the warm-up.
                if (round > 0) {
                    decided.add(decisions);
                    echoed.add(echoes);
                }
            }
        }
        return List.of(
                measurement("median", 0.5, decided, echoed, "<= 15 ms"),
                measurement("p99", 0.99, decided, echoed, "<= 60 ms"));
    }

    private Echo echo(StreamsStage stage) {
        return new Echo(
                stage.bootstrapServers(),
                stage.serdes().serializer(stage.topics().usage()),
                clock);
    }

    private static Measurement measurement(
            String word, double fraction, List<double[]> decided, List<double[]> echoed, String target) {
        return new Measurement(
                "publish to decision visible, 5,000/s, " + word,
                "ms",
                at(decided, fraction),
                "produce to consume",
                at(echoed, fraction),
                target);
    }

    private static List<Double> at(List<double[]> rounds, double fraction) {
        return rounds.stream()
                .map(sorted -> sorted[(int) (sorted.length * fraction)])
                .toList();
    }

    private double[] decisions(UsageClient client, StreamsTraffic traffic, int round) throws InterruptedException {
        return decisions(clock, client, traffic, round * CALLS, CALLS, PACE_NANOS);
    }

    /** Of calls that are each the first one of its key, sorted milliseconds. */
    static double[] decisions(
            SystemClock clock, UsageClient client, StreamsTraffic traffic, int first, int count, long paceNanos)
            throws InterruptedException {
        Usage[] calls = new Usage[count];
        Scope[] scopes = new Scope[count];
        for (int i = 0; i < count; i++) {
            calls[i] = traffic.call(first + i);
            scopes[i] = new Scope(
                    calls[i].workspaceId(),
                    Dimension.API_KEY,
                    Objects.requireNonNull(calls[i].valueOf(Dimension.API_KEY)));
        }
        return latencies(
                clock,
                paceNanos,
                count,
                i -> accept(client.publish(calls[i])),
                i -> client.decision(scopes[i]) != null);
    }

    /**
     * Milliseconds from sending to seeing each of some things that are seen in the order in which they are sent, sorted.
     *
     * @param sent sends one; paced by the clock
     * @param seen whether it can be seen now
     */
    static double[] latencies(SystemClock clock, long paceNanos, int count, IntConsumer sent, IntPredicate seen)
            throws InterruptedException {
        long[] sentAt = new long[count];
        double[] millis = new double[count];
        Thread sender = new Thread(() -> send(clock, paceNanos, sentAt, sent), "bench-sender");
        sender.start();
        long limit = clock.tickNanos() + LIMIT.toNanos();
        for (int i = 0; i < count; i++) {
            while (!seen.test(i)) {
                TimeUnit.MICROSECONDS.sleep(100);
                if (clock.tickNanos() - limit > 0) {
                    throw new IllegalStateException("seen: " + i + " (expected: " + count + " in " + LIMIT + ")");
                }
            }
            millis[i] = clock.tickNanos();
        }
        sender.join();
        for (int i = 0; i < count; i++) {
            millis[i] = (millis[i] - sentAt[i]) / NANOS_PER_MILLI;
        }
        Arrays.sort(millis);
        return millis;
    }

    /** Sleeps while there is time to: two threads that spin would take both cores from what is measured. */
    static void awaitNanos(SystemClock clock, long dueNanos) {
        for (long left = dueNanos - clock.tickNanos(); left > 0; left = dueNanos - clock.tickNanos()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void send(SystemClock clock, long paceNanos, long[] sentAt, IntConsumer sent) {
        long start = clock.tickNanos();
        for (int i = 0; i < sentAt.length; i++) {
            long due = start + i * paceNanos;
            awaitNanos(clock, due);
            sentAt[i] = clock.tickNanos();
            sent.accept(i);
        }
    }

    static void accept(PublishResult result) {
        if (result != PublishResult.ACCEPTED) {
            throw new IllegalStateException("publish: " + result + " (expected: ACCEPTED)");
        }
    }
}
