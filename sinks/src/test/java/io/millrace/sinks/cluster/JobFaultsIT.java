package io.millrace.sinks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.RatedTopic;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job in a cluster of processes loses one part after the other under load, and ends with the sums of what was sent, each
 * call once. Each fault comes once; -Dmillrace.fault.runs=5 makes it five times.
 */
class JobFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int RUNS = Integer.getInteger("millrace.fault.runs", 1);
    /** Rows that must come through before and after a fault. */
    private static final int ROWS = 1_000;

    @TempDir
    static Path directory;

    private static Servers servers;
    private static RatedTopic topic;
    private static CheckpointStorage storage;
    private static FlinkCluster cluster;
    private static final List<UsageRow> SENT = new ArrayList<>();
    private static final Traffic TRAFFIC = new Traffic(new Random(23));

    private Load load;

    @BeforeAll
    static void startAll() throws Exception {
        servers = new Servers(directory.resolve("servers"));
        topic = servers.rated();
        storage = CheckpointStorage.at(directory.resolve("checkpoints"));
        cluster = FlinkCluster.application(directory.resolve("flink"), storage.uri(), null, servers.jobArguments());
        cluster.awaitRunning();
    }

    @AfterAll
    static void stopAll() throws Exception {
        cluster.close();
        storage.close();
        topic.close();
        servers.close();
    }

    @BeforeEach
    void startLoad() {
        load = Load.start(topic, TRAFFIC);
    }

    @AfterEach
    void stopLoad() throws Exception {
        load.stop();
    }

    @Test
    void taskManagerIsKilled() throws Exception {
        underLoad(cluster::killTaskManager);
    }

    @Test
    void jobManagerIsKilled() throws Exception {
        underLoad(cluster::killJobManager);
    }

    @Test
    void databaseIsKilled() throws Exception {
        underLoad(servers::killDatabase);
    }

    @Test
    void kafkaIsRestarted() throws Exception {
        underLoad(servers::restartKafka);
    }

    /** The job goes on without checkpoints, and has them again when there is room. */
    @Test
    void checkpointStorageIsFull() throws Exception {
        underLoad(() -> {
            JobID job = cluster.awaitRunning();
            awaitMore(cluster.checkpoints(job, "completed"), () -> cluster.checkpoints(job, "completed"));
            awaitMore(cluster.checkpoints(job, "failed") + 2, () -> {
                storage.fill();
                return cluster.checkpoints(job, "failed");
            });
            long written = written();
            await().atMost(PATIENCE).until(() -> written() > written + ROWS);
            storage.free();
            awaitMore(cluster.checkpoints(job, "completed"), () -> cluster.checkpoints(job, "completed"));
            assertThat(cluster.awaitRunning()).isEqualTo(job);
        });
    }

    @FunctionalInterface
    private interface Fault {
        void strike() throws Exception;
    }

    @FunctionalInterface
    private interface Figure {
        long get() throws Exception;
    }

    private void underLoad(Fault fault) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            awaitMore(written() + ROWS, JobFaultsIT::written);
            fault.strike();
            awaitMore(written() + ROWS, JobFaultsIT::written);
        }
        SENT.addAll(load.stop());
        await().atMost(PATIENCE).ignoreExceptions().until(() -> written() >= SENT.size());
        assertThat(servers.totals()).isEqualTo(Traffic.totals(SENT, 0));
        assertThat(TestingDatabases.number(servers.database(), "select count(distinct event_id) from usage_event"))
                .isEqualTo(SENT.size());
    }

    private static void awaitMore(long than, Figure figure) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> figure.get() > than);
    }

    private static long written() throws Exception {
        try (Connection connection = servers.database().connect()) {
            return UsageTotalsReader.records(connection);
        }
    }
}
