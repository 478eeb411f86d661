package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker is stopped, killed and frozen, and ends transactions, below two metering processes under load: they go on by themselves, and every sum is exact. */
@Timeout(240)
class BrokerFaultsIT {
    private static final int CALLS_BEFORE = 400;
    private static final int CALLS_WITHOUT = 400;
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory = Path.of("");

    private BrokerProcess broker;
    private Cluster cluster;
    private StreamsProcess one;
    private StreamsProcess other;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerProcess(directory.resolve("kafka"));
        cluster = new Cluster(broker, TOPICS);
        one = StreamsProcess.start(cluster, directory, "one", StreamsProcess.OFTEN);
        other = StreamsProcess.start(cluster, directory, "other", StreamsProcess.OFTEN);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        cluster.close();
    }

    @Test
    void sumsHoldWhileTheBrokerComesAndGoes() throws Exception {
        Traffic traffic = new Traffic(cluster, TOPICS);
        beginUnderLoad(traffic);
        broker.stop();
        traffic.writeSlowly(CALLS_WITHOUT);
        broker.start();
        beginUnderLoad(traffic);
        // Clients outlive a short outage with their transaction; this is what a long one comes to.
        assertThat(cluster.fenceProducers()).as("one thread each").isEqualTo(2);
        beginUnderLoad(traffic);
        broker.kill();
        traffic.writeSlowly(CALLS_WITHOUT);
        broker.start();
        beginUnderLoad(traffic);
        // For longer than a transaction may last, and than the group waits for a member.
        broker.freeze();
        traffic.writeSlowly(8 * CALLS_WITHOUT);
        broker.thaw();
        traffic.write(CALLS_BEFORE);
        traffic.assertSums(PATIENCE);
        assertThat(one.isAlive()).isTrue();
        assertThat(other.isAlive()).isTrue();
    }

    /** Everything so far is rated, and more is on its way. */
    private static void beginUnderLoad(Traffic traffic) {
        traffic.awaitRated(PATIENCE);
        traffic.writeSlowly(CALLS_BEFORE);
    }
}
