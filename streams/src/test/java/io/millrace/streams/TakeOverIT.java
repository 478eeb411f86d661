package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.StreamsInstance.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies or is stopped, and another that lives and takes its partition: with the copy it kept, or from the
 * changelogs. Calls that one counted are repeated and corrected at the other.
 */
@Timeout(240)
class TakeOverIT {
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CALLS = Integer.getInteger("millrace.calls", 4_000);
    /** Changelog records of a transaction or two; those of all calls are a multiple. */
    private static final int RECORDS_FEW = 30;

    private static final Tasks HALF = new Tasks(1, 0);
    private static final Tasks ALL = new Tasks(2, 0);
    private static final Tasks HALF_AND_COPY = new Tasks(1, 1);

    @TempDir
    private Path directory = Path.of("");

    private final SystemClock clock = new SystemClock();
    private Cluster cluster;
    private Traffic traffic;

    @BeforeEach
    void startCluster() throws Exception {
        cluster = new Cluster(directory, TOPICS);
        traffic = new Traffic(cluster, TOPICS);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aCopyTakesOverWithoutReadingTheChangelogsAgain() throws Exception {
        try (StreamsApp survivor = survivor(1);
                StreamsProcess dying = process("dying", 1)) {
            await().atMost(PATIENCE).until(() -> survivor.tasks().equals(HALF_AND_COPY));
            traffic.writeSlowly(CALLS);
            traffic.awaitRated(PATIENCE);
            await().atMost(PATIENCE).until(() -> survivor.changelogLag() < RECORDS_FEW);
            long restored = restoredByTakeOver(survivor, dying, "with a copy");
            assertThat(restored).as("changelog records read at the take-over").isLessThan(RECORDS_FEW);
            assertThat(survivor.counters().copied()).isGreaterThan(2 * RECORDS_FEW);
            traffic.assertSums(PATIENCE);
        }
    }

    @Test
    void withoutACopyTheChangelogsAreReadFirst() throws Exception {
        try (StreamsApp survivor = survivor(0);
                StreamsProcess dying = process("dying", 0)) {
            await().atMost(PATIENCE).until(() -> survivor.tasks().equals(HALF));
            traffic.writeSlowly(CALLS);
            traffic.awaitRated(PATIENCE);
            long restored = restoredByTakeOver(survivor, dying, "without a copy");
            assertThat(restored).as("changelog records read at the take-over").isGreaterThan(2 * RECORDS_FEW);
            assertThat(survivor.counters().copied()).isZero();
            traffic.assertSums(PATIENCE);
        }
    }

    /** The survivor's task becomes a copy each time the other comes, and meters again each time it goes. */
    @Test
    void sumsHoldWhileATaskGoesThereAndBack() throws Exception {
        try (StreamsApp survivor = survivor(1)) {
            for (String round : List.of("killed", "stopped")) {
                try (StreamsProcess guest = process(round, 1)) {
                    shareUnderLoad(survivor);
                    if (round.equals("killed")) {
                        guest.kill();
                    } else {
                        guest.terminate();
                    }
                    takeOverUnderLoad(survivor);
                }
            }
            traffic.assertSums(PATIENCE);
        }
    }

    /** It wakes up with a transaction open, and calls read, that another has metered meanwhile. */
    @Test
    void sumsHoldWhileAProcessIsFrozenAndItsPartitionTaken() throws Exception {
        try (StreamsApp survivor = survivor(1);
                StreamsProcess frozen = process("frozen", 1)) {
            shareUnderLoad(survivor);
            frozen.freeze();
            takeOverUnderLoad(survivor);
            frozen.thaw();
            shareUnderLoad(survivor);
            traffic.assertSums(PATIENCE);
            assertThat(frozen.isAlive()).isTrue();
        }
    }

    private void shareUnderLoad(StreamsApp survivor) {
        await().atMost(PATIENCE).until(() -> survivor.tasks().equals(HALF_AND_COPY));
        traffic.write(CALLS / 10);
        traffic.awaitRated(PATIENCE);
        traffic.writeSlowly(CALLS / 10);
    }

    private void takeOverUnderLoad(StreamsApp survivor) {
        traffic.writeSlowly(CALLS / 10);
        await().atMost(PATIENCE).until(() -> survivor.tasks().equals(ALL));
        traffic.awaitRated(PATIENCE);
    }

    /** Stopped under load: what it counted last is corrected at the other, which has no copy. */
    @Test
    void sumsHoldThroughHandOvers() throws Exception {
        StreamsProcess owner = process("owner-0", 0);
        try {
            for (int next = 1; next <= 2; next++) {
                traffic.writeSlowly(CALLS / 10);
                traffic.awaitRated(PATIENCE);
                StreamsProcess heir = process("owner-" + next, 0);
                traffic.writeSlowly(CALLS / 4);
                owner.terminate();
                owner = heir;
            }
            traffic.assertSums(PATIENCE);
        } finally {
            owner.close();
        }
    }

    /** Records of changelogs that the survivor reads until it meters the partitions of the other, which is killed. */
    private long restoredByTakeOver(StreamsApp survivor, StreamsProcess dying, String how) throws Exception {
        long before = survivor.counters().restored();
        long killedAt = clock.tickNanos();
        dying.kill();
        traffic.write(CALLS / 10);
        traffic.awaitRated(PATIENCE);
        long restored = survivor.counters().restored() - before;
        System.out.printf(
                "take-over %s: %d ms until all calls were metered, %d changelog records restored%n",
                how, Duration.ofNanos(clock.tickNanos() - killedAt).toMillis(), restored);
        return restored;
    }

    private StreamsApp survivor(int standbys) {
        Map<String, String> settings = settings(standbys);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("schema.registry.url", cluster.registryUrl());
        settings.put("state.dir", directory.resolve("survivor").toString());
        return StreamsApp.start(StreamsSettings.read(settings), TOPICS);
    }

    private StreamsProcess process(String name, int standbys) throws IOException {
        return StreamsProcess.start(cluster, directory, name, settings(standbys));
    }

    private static Map<String, String> settings(int standbys) {
        Map<String, String> settings = new HashMap<>(StreamsProcess.OFTEN);
        settings.put("standby.replicas", Integer.toString(standbys));
        return settings;
    }
}
