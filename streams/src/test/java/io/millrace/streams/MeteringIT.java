package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.avro.Drawdown;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.metering.Policies;
import io.millrace.streams.metering.Prices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exactly once on a real broker: kill -9 in the middle, a restart in the middle, and every sum is exact. */
class MeteringIT {
    private static final int LAST = 5_000;
    private static final int CALLS = LAST + 1;
    private static final int DUPLICATE_EVERY = 50;
    private static final int MALFORMED_EVERY = 100;
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory = Path.of("");

    private final long now = new SystemClock().nowMicros();
    private final List<StreamsProcess> processes = new ArrayList<>();
    private Cluster cluster;

    @BeforeEach
    void startCluster() throws Exception {
        cluster = new Cluster(directory, TOPICS);
        Price price = Prices.of(Prices.rate(Component.INPUT, "1e-6"), Prices.rate(Component.OUTPUT, "4e-6"));
        cluster.write(TOPICS.prices(), price.priceId(), RatingMapping.toAvro(price), now);
    }

    @AfterEach
    void stop() {
        processes.forEach(StreamsProcess::close);
        cluster.close();
    }

    @Test
    void sumsAreExactThroughAKillAndARestart() throws Exception {
        StreamsProcess killed = startProcess();
        write(0, 2_000);
        killInsideTransaction(killed);
        write(2_000, 3_000);
        try (StreamsApp restarted = start()) {
            await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rated()).size() > 2_500);
            write(3_000, 4_000);
        }
        try (StreamsApp third = start()) {
            write(4_000, LAST);
            await().atMost(PATIENCE).until(() -> drawn() == LAST);
            assertThat(third.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
        // What the others have drawn already must not be drawn again by a flush after a restart.
        try (StreamsApp last = start()) {
            write(LAST, CALLS);
            await().atMost(PATIENCE).until(() -> drawn() >= CALLS);
            assertThat(last.duplicates()).hasValue(LAST / DUPLICATE_EVERY);
        }
        assertRated();
        assertDrawdowns();
        assertThat(cluster.read(TOPICS.rejected())).hasSize(LAST / MALFORMED_EVERY);
    }

    @Test
    void countersSurviveAKill() throws Exception {
        Policy policy = Policies.budget("b", Dimension.WORKSPACE, Measure.REQUESTS, 1_000, Period.LIFETIME);
        cluster.write(TOPICS.policies(), policy.policyId(), BudgetMapping.toAvro(policy), now);
        StreamsProcess killed = startProcess();
        writeTo("w", 0, 600);
        killInsideTransaction(killed);
        try (StreamsApp restarted = start()) {
            writeTo("w", 600, 1_000);
            await().atMost(PATIENCE).until(() -> drawn() == 1_000);
            assertThat(restarted.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
        assertThat(cluster.read(TOPICS.alerts()))
                .extracting(alert -> alert.getThresholdPercent() + "% " + alert.getUsed())
                .containsExactly("50% 500", "100% 1000");
    }

    /** Kills it at a moment when records are written that are not committed, so that there is something to take back. */
    private void killInsideTransaction(StreamsProcess process) throws InterruptedException {
        process.killWhen(
                () -> {
                    int written = cluster.readUncommitted(TOPICS.rated()).size();
                    return written > 300 && cluster.read(TOPICS.rated()).size() < written;
                },
                PATIENCE);
        int written = cluster.readUncommitted(TOPICS.rated()).size();
        assertThat(cluster.read(TOPICS.rated())).hasSizeLessThan(written);
    }

    private StreamsApp start() {
        StreamsSettings settings =
                StreamsSettings.of(cluster.bootstrapServers(), cluster.registryUrl(), directory.resolve("state"));
        return StreamsApp.start(settings, TOPICS);
    }

    private StreamsProcess startProcess() throws IOException {
        StreamsProcess process = StreamsProcess.start(cluster, directory, "state", StreamsProcess.SELDOM);
        processes.add(process);
        return process;
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            UsageRecord usage = usage(workspaceOf(i), i);
            String workspace = usage.getAttribution().getWorkspaceId();
            cluster.write(TOPICS.usage(), workspace, usage, now + i);
            if (i < LAST && i % DUPLICATE_EVERY == 0) {
                cluster.write(TOPICS.usage(), workspace, usage, now + i + 1);
            }
            if (i < LAST && i % MALFORMED_EVERY == 0) {
                cluster.writeBytes(TOPICS.usage(), workspace, ("bad " + i).getBytes(StandardCharsets.UTF_8), now + i);
            }
        }
        cluster.flush();
    }

    private static String workspaceOf(long number) {
        return number == LAST ? "last" : "w" + number % 7;
    }

    private void writeTo(String workspace, int from, int to) {
        for (int i = from; i < to; i++) {
            cluster.write(TOPICS.usage(), workspace, usage(workspace, i), now + i);
        }
        cluster.flush();
    }

    private UsageRecord usage(String workspace, int number) {
        return UsageMapping.toAvro(Samples.usage(workspace, now + number, number, number, 10));
    }

    private long drawn() {
        return cluster.read(TOPICS.drawdowns()).stream()
                .mapToLong(Drawdown::getRecordCount)
                .sum();
    }

    /** Input i tokens at 1e-6 and 10 output tokens at 4e-6: 1,000 i + 40,000 nano-dollars for call i. */
    private static long chargeOf(long number) {
        return 1_000 * number + 40_000;
    }

    private void assertRated() {
        List<RatedUsage> rated = cluster.read(TOPICS.rated());
        assertThat(rated).hasSize(CALLS);
        assertThat(rated).extracting(record -> record.getUsage().getEventId()).doesNotHaveDuplicates();
        assertThat(rated.stream().mapToLong(RatedUsage::getChargeNanoUsd).sum())
                .isEqualTo(LongStream.range(0, CALLS).map(MeteringIT::chargeOf).sum());
    }

    private void assertDrawdowns() {
        List<Drawdown> drawdowns = cluster.read(TOPICS.drawdowns());
        Map<String, Long> drawn = drawdowns.stream()
                .collect(Collectors.groupingBy(
                        Drawdown::getWorkspaceId, TreeMap::new, Collectors.summingLong(Drawdown::getChargeNanoUsd)));
        Map<String, Long> expected = LongStream.range(0, CALLS)
                .boxed()
                .collect(Collectors.groupingBy(
                        MeteringIT::workspaceOf, TreeMap::new, Collectors.summingLong(MeteringIT::chargeOf)));
        assertThat(drawn).isEqualTo(expected);
        drawdowns.stream()
                .collect(Collectors.groupingBy(Drawdown::getWorkspaceId))
                .values()
                .forEach(own -> {
                    List<Long> gapless =
                            LongStream.rangeClosed(1, own.size()).boxed().toList();
                    assertThat(own).extracting(Drawdown::getSequence).isEqualTo(gapless);
                });
    }
}
