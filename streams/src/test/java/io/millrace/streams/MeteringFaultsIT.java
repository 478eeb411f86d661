package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.avro.BudgetAlert;
import io.millrace.avro.Drawdown;
import io.millrace.avro.RatedUsage;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.metering.Prices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty times kill -9 at random moments under load, with one process or two, whose partitions move each time: every call is rated
 * once, drawn once, counted once, and no alert comes twice.
 */
@Timeout(600)
class MeteringFaultsIT {
    private static final int KILLS = 20;
    private static final int PROGRESS_MIN = 15;
    private static final int WORKSPACES = 7;
    private static final int BATCH = 100;
    private static final Duration STARTING_MAX = Duration.ofSeconds(30);
    private static final int CALLS_PER_SECOND = 500;
    private static final int STEP = 50;
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long SEED = Long.getLong("millrace.seed", 20_261_127L);

    @TempDir
    private Path directory = Path.of("");

    private final SystemClock clock = new SystemClock();
    private final long now = clock.nowMicros();
    private final List<StreamsProcess> processes = new ArrayList<>();
    private Cluster cluster;

    @BeforeEach
    void startCluster() throws Exception {
        cluster = new Cluster(directory, TOPICS);
        Price price = Prices.of(Prices.rate(Component.INPUT, "1e-6"), Prices.rate(Component.OUTPUT, "4e-6"));
        cluster.write(TOPICS.prices(), price.priceId(), RatingMapping.toAvro(price), now);
        for (int workspace = 0; workspace < WORKSPACES; workspace++) {
            Policy policy = policy("w" + workspace);
            cluster.write(TOPICS.policies(), policy.policyId(), BudgetMapping.toAvro(policy), now);
        }
        cluster.flush();
    }

    @AfterEach
    void stop() {
        processes.forEach(StreamsProcess::close);
        cluster.close();
    }

    @Test
    void sumsHoldThroughTwentyKills() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        int written = 0;
        int progress = 0;
        StreamsProcess other = null;
        for (int kill = 0; kill < KILLS; kill++) {
            long before = cluster.size(TOPICS.rated());
            StreamsProcess process = startProcess(kill);
            long deadline = clock.tickNanos() + STARTING_MAX.toNanos();
            int more = random.nextInt(10);
            // Until calls of its are rated, and for up to a second and a half more.
            while (clock.tickNanos() < deadline && (cluster.size(TOPICS.rated()) == before || more-- > 0)) {
                writeSlowly(written, written + BATCH);
                written += BATCH;
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            progress += cluster.size(TOPICS.rated()) > before ? 1 : 0;
            // Now and then the killed one has company, so that partitions move while calls come in.
            StreamsProcess victim = other == null || random.nextBoolean() ? process : other;
            victim.kill();
            StreamsProcess survivor = victim == process ? other : process;
            other = random.nextInt(3) == 0 ? survivor : null;
            if (survivor != null && other == null) {
                survivor.kill();
            }
        }
        assertThat(progress).as("kills with calls rated before, seed %d", SEED).isGreaterThan(PROGRESS_MIN);
        processes.forEach(StreamsProcess::close);
        assertSums(written);
    }

    private void assertSums(int written) {
        StreamsSettings settings =
                StreamsSettings.of(cluster.bootstrapServers(), cluster.registryUrl(), directory.resolve("last"));
        try (StreamsApp last = StreamsApp.start(settings, TOPICS)) {
            await().atMost(PATIENCE).until(() -> drawn() >= written);
        }
        List<RatedUsage> rated = cluster.readSettled(TOPICS.rated());
        assertThat(rated).as("seed %d", SEED).hasSize(written);
        assertThat(rated).extracting(record -> record.getUsage().getEventId()).doesNotHaveDuplicates();
        assertThat(charges()).as("seed %d", SEED).isEqualTo(expectedCharges(written));
        List<BudgetAlert> alerts = cluster.readSettled(TOPICS.alerts());
        assertThat(alerts).extracting(BudgetAlert::getAlertId).doesNotHaveDuplicates();
        assertThat(alerts)
                .extracting(alert -> alert.getWorkspaceId() + " " + alert.getThreshold() + " " + alert.getUsed())
                .containsExactlyInAnyOrderElementsOf(expectedAlerts(written));
    }

    private Map<String, Long> charges() {
        List<Drawdown> drawdowns = cluster.readSettled(TOPICS.drawdowns());
        drawdowns.stream()
                .collect(Collectors.groupingBy(Drawdown::getWorkspaceId))
                .values()
                .forEach(own -> assertThat(own)
                        .extracting(Drawdown::getSequence)
                        .isEqualTo(LongStream.rangeClosed(1, own.size()).boxed().toList()));
        return drawdowns.stream()
                .collect(Collectors.groupingBy(
                        Drawdown::getWorkspaceId, TreeMap::new, Collectors.summingLong(Drawdown::getChargeNanoUsd)));
    }

    /** Input i tokens at 1e-6 and 10 output tokens at 4e-6: 1,000 i + 40,000 nano-dollars for call i. */
    private static Map<String, Long> expectedCharges(int written) {
        return IntStream.range(0, written)
                .boxed()
                .collect(Collectors.groupingBy(
                        i -> "w" + i % WORKSPACES, TreeMap::new, Collectors.summingLong(i -> 1_000L * i + 40_000)));
    }

    private static List<String> expectedAlerts(int written) {
        List<String> expected = new ArrayList<>();
        for (int workspace = 0; workspace < WORKSPACES; workspace++) {
            int calls = (written - workspace + WORKSPACES - 1) / WORKSPACES;
            for (int threshold = STEP; threshold <= Math.min(calls, STEP * Policy.THRESHOLDS_MAX); threshold += STEP) {
                expected.add("w" + workspace + " " + threshold + " " + threshold);
            }
        }
        return expected;
    }

    private static Policy policy(String workspace) {
        List<Long> thresholds = IntStream.rangeClosed(1, Policy.THRESHOLDS_MAX)
                .mapToObj(i -> (long) i * STEP)
                .toList();
        return new Policy(
                workspace + "/b",
                workspace,
                PolicyKind.BUDGET,
                Dimension.WORKSPACE,
                workspace,
                Measure.REQUESTS,
                1_000_000,
                Period.LIFETIME,
                0,
                ZoneOffset.UTC,
                DayOfWeek.MONDAY,
                List.of(),
                thresholds,
                Action.NOTIFY,
                false);
    }

    private void writeSlowly(int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            String workspace = "w" + i % WORKSPACES;
            cluster.write(
                    TOPICS.usage(),
                    workspace,
                    UsageMapping.toAvro(Samples.usage(workspace, now + i, i, i, 10)),
                    now + i);
            if (i % 10 == 0) {
                TimeUnit.MILLISECONDS.sleep(10_000 / CALLS_PER_SECOND);
            }
        }
        cluster.flush();
    }

    private long drawn() {
        return cluster.read(TOPICS.drawdowns()).stream()
                .mapToLong(Drawdown::getRecordCount)
                .sum();
    }

    private StreamsProcess startProcess(int number) throws IOException {
        StreamsProcess process = StreamsProcess.start(cluster, directory, "process-" + number, StreamsProcess.OFTEN);
        processes.add(process);
        return process;
    }
}
