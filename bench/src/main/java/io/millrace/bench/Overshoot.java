package io.millrace.bench;

import io.millrace.client.Call;
import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import io.millrace.streams.StreamsApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Three gateways that ask for a verdict before each call, 300 calls a second in all, against one budget of 1,000 requests:
 * how many calls they let through beyond it. A call is let through and published in the same instant.
 */
final class Overshoot {
    private static final int ROUNDS = 5;
    private static final int GATEWAYS = 3;
    private static final int LIMIT = 1_000;
    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1) / 300;
    private static final Duration READY = Duration.ofSeconds(60);

    private final SystemClock clock = new SystemClock();

    List<Measurement> measure() throws ExecutionException, InterruptedException {
        List<Double> beyond = new ArrayList<>();
        StreamsTraffic traffic = new StreamsTraffic(ROUNDS + 1, 1, clock.nowMicros());
        try (Closeables open = Closeables.closedAtExit()) {
            StreamsStage stage = new StreamsStage(open);
            stage.fill(traffic, 0);
            for (int round = 0; round <= ROUNDS; round++) {
                var policy = BudgetMapping.toAvro(StreamsTraffic.requests(round, LIMIT));
                stage.send(stage.topics().policies(), policy.getPolicyId(), policy);
            }
            open.add(StreamsApp.start(stage.freshSettings(), stage.topics()));
            List<UsageClient> gateways = new ArrayList<>();
            for (int i = 0; i < GATEWAYS; i++) {
                ClientSettings settings =
                        ClientSettings.defaults(stage.bootstrapServers(), stage.registryUrl(), "bench-" + i);
                UsageClient gateway = open.add(UsageClient.start(settings, stage.topics(), clock));
                if (!gateway.awaitReady(READY)) {
                    throw new IllegalStateException("gateway: not ready (expected: ready in " + READY + ")");
                }
                gateways.add(gateway);
            }
            for (int round = 0; round <= ROUNDS; round++) {
                int let = letThrough(gateways, traffic, round);
                if (round > 0) {
                    beyond.add((double) let - LIMIT);
                }
            }
        }
        return List.of(new Measurement(
                "calls let through beyond a limit of 1,000, 3 gateways, 300/s",
                "calls",
                beyond,
                "",
                List.of(),
                "<= 10"));
    }

    /** Of one workspace, until a second after the first refusal. */
    private int letThrough(List<UsageClient> gateways, StreamsTraffic traffic, int round) {
        int let = 0;
        long refusedAt = 0;
        long start = clock.tickNanos();
        for (int i = 0; refusedAt == 0 || clock.tickNanos() - refusedAt < TimeUnit.SECONDS.toNanos(1); i++) {
            while (clock.tickNanos() - start - i * PACE_NANOS < 0) {
                Thread.onSpinWait();
            }
            // Every call of this traffic is of the workspace of its number, in turns.
            Usage call = traffic.call((long) i * (ROUNDS + 1) + traffic.numberOf(round));
            UsageClient gateway = gateways.get(i % GATEWAYS);
            if (gateway.verdict(Call.of(call.workspaceId()).build()).verdict() == Verdict.BLOCK) {
                refusedAt = refusedAt == 0 ? clock.tickNanos() : refusedAt;
            } else {
                gateway.publish(call);
                let++;
            }
        }
        return let;
    }
}
