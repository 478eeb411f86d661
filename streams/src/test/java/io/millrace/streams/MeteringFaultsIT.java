package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty times kill -9 at random moments under load, with one process or two, whose partitions move each time: every call is rated
 * once, drawn once, counted once, and no alert comes twice; repeats and corrections among them.
 */
@Timeout(600)
class MeteringFaultsIT {
    private static final int KILLS = 20;
    private static final int PROGRESS_MIN = 15;
    private static final int BATCH = 100;
    private static final Duration STARTING_MAX = Duration.ofSeconds(30);
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long SEED = Long.getLong("millrace.seed", 20_261_127L);

    @TempDir
    private Path directory = Path.of("");

    private final SystemClock clock = new SystemClock();
    private final List<StreamsProcess> processes = new ArrayList<>();
    private Cluster cluster;

    @BeforeEach
    void startCluster() throws Exception {
        cluster = new Cluster(directory, TOPICS);
    }

    @AfterEach
    void stop() {
        processes.forEach(StreamsProcess::close);
        cluster.close();
    }

    @Test
    void sumsHoldThroughTwentyKills() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Traffic traffic = new Traffic(cluster, TOPICS);
        int progress = 0;
        StreamsProcess other = null;
        for (int kill = 0; kill < KILLS; kill++) {
            long before = cluster.size(TOPICS.rated());
            StreamsProcess process = startProcess(kill);
            long deadline = clock.tickNanos() + STARTING_MAX.toNanos();
            int more = random.nextInt(10);
            // Until calls of its are rated, and for up to a second and a half more.
            while (clock.tickNanos() < deadline && (cluster.size(TOPICS.rated()) == before || more-- > 0)) {
                traffic.writeSlowly(BATCH);
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
        assertSums(traffic);
    }

    private void assertSums(Traffic traffic) {
        StreamsSettings settings =
                StreamsSettings.of(cluster.bootstrapServers(), cluster.registryUrl(), directory.resolve("last"));
        try (StreamsApp last = StreamsApp.start(settings, TOPICS)) {
            traffic.assertSums(PATIENCE);
        } catch (AssertionError e) {
            throw new AssertionError("failed; repeat with -Dmillrace.seed=" + SEED, e);
        }
    }

    private StreamsProcess startProcess(int number) throws IOException {
        StreamsProcess process = StreamsProcess.start(cluster, directory, "process-" + number, StreamsProcess.OFTEN);
        processes.add(process);
        return process;
    }
}
