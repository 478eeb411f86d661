package io.millrace.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.ClientCounters;
import io.millrace.client.publish.DropCause;
import io.millrace.client.publish.PublishSettings;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker or the registry goes away under load and comes back; -Dmillrace.outage.seconds=60 for the long form. */
class BrokerOutageIT {
    private static final int OUTAGE_SECONDS = Integer.getInteger("millrace.outage.seconds", 5);
    private static final int PER_SECOND = 4_000;
    private static final int BUFFER_RECORDS = 5_000;
    /** Kafka's producer may wait 5 s; a caller that waited for it would take longer than this. */
    private static final long PUBLISH_MAX_MILLIS = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory = Path.of("");

    private FaultyCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = FaultyCluster.start(directory.resolve("kafka"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void spoolingClientDeliversEveryRecordOnceOverAnOutage() throws Exception {
        cluster.startRegistry();
        try (UsageClient client = client(spooling())) {
            Load load = loadOverAnOutage(client);
            assertThat(client.flush(PATIENCE)).isTrue();
            Map<Long, Integer> sent = cluster.numbers();
            report("SPOOL", load, sent, client.counters());

            assertThat(load.accepted()).hasSize(Math.toIntExact(load.attempted()));
            assertThat(sent.keySet()).isEqualTo(load.accepted());
            assertThat(sent.values()).containsOnly(1);
            assertThat(client.counters().pending()).isZero();
            assertThat(client.counters().droppedTotal()).isZero();
        }
    }

    @Test
    void droppingClientDeliversOnceWhatItHasNotCountedAsDropped() throws Exception {
        cluster.startRegistry();
        PublishSettings dropping = PublishSettings.defaults().buffering(BUFFER_RECORDS);
        try (UsageClient client = client(defaults().publishing(dropping))) {
            Load load = loadOverAnOutage(client);
            assertThat(client.flush(PATIENCE)).isTrue();
            Map<Long, Integer> sent = cluster.numbers();
            ClientCounters counters = client.counters();
            report("DROP_OLDEST", load, sent, counters);

            assertThat(counters.accepted()).isEqualTo(load.accepted().size());
            assertThat(counters.dropped(DropCause.OLDEST)).isPositive();
            assertThat(sent.size() + counters.dropped(DropCause.OLDEST)).isEqualTo(counters.accepted());
            assertThat(load.accepted()).containsAll(sent.keySet());
            assertThat(sent.values()).containsOnly(1);
            assertThat(counters.refused()).isZero();
        }
    }

    @Test
    void clientStartedBeforeTheRegistryDeliversWhenItIsThere() throws Exception {
        try (UsageClient client = client(spooling())) {
            Load load = new Load(client, 1, PER_SECOND);
            await().atMost(PATIENCE).until(() -> client.counters().registryRetries() >= 3);
            assertThat(client.counters().acknowledged()).isZero();
            cluster.startRegistry();
            await().atMost(PATIENCE).until(() -> client.counters().acknowledged() > 0);
            stopAndJudge(load);
            assertThat(client.flush(PATIENCE)).isTrue();
            assertThat(cluster.numbers().keySet()).isEqualTo(load.accepted());
        }
    }

    @Test
    void clientThatKnowsItsSchemaNeedsTheRegistryNoMore() throws Exception {
        cluster.startRegistry();
        try (UsageClient client = client(spooling())) {
            Load load = new Load(client, 1, PER_SECOND);
            await().atMost(PATIENCE).until(() -> client.counters().acknowledged() > 0);
            cluster.stopRegistry();
            long before = client.counters().accepted();
            await().atMost(PATIENCE).until(() -> client.counters().acknowledged() > before + PER_SECOND);
            stopAndJudge(load);
            assertThat(client.flush(PATIENCE)).isTrue();
            cluster.startRegistry(); // to read them
            assertThat(cluster.numbers().keySet()).isEqualTo(load.accepted());
        }
    }

    /** A second up, the outage, and under load until records arrive again. */
    private Load loadOverAnOutage(UsageClient client) throws InterruptedException {
        Load load = new Load(client, 1, PER_SECOND);
        await().atMost(PATIENCE).until(() -> client.counters().acknowledged() > PER_SECOND);
        cluster.stopKafka();
        long atStop = client.counters().acknowledged();
        pass(Duration.ofSeconds(OUTAGE_SECONDS));
        assertThat(client.counters().acknowledged()).isEqualTo(atStop);
        assertThat(client.counters().pending()).isPositive();
        cluster.startKafka();
        await().atMost(PATIENCE).until(() -> client.counters().acknowledged() > atStop);
        stopAndJudge(load);
        return load;
    }

    private static void stopAndJudge(Load load) throws InterruptedException {
        load.stop();
        assertThat(load.publishMillisMax()).isLessThan(PUBLISH_MAX_MILLIS);
    }

    private static void pass(Duration time) {
        SystemClock clock = new SystemClock();
        long start = clock.tickNanos();
        for (long left = time.toNanos(); left > 0; left = time.toNanos() - (clock.tickNanos() - start)) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    private static void report(String policy, Load load, Map<Long, Integer> sent, ClientCounters counters) {
        System.out.printf(
                "%s, outage of %d s: %d handed over, %d accepted, %d numbers in the topic, %d more than once, %s dropped, "
                        + "publish at most %d ms, %d producer restarts%n",
                policy,
                OUTAGE_SECONDS,
                load.attempted(),
                load.accepted().size(),
                sent.size(),
                sent.values().stream().filter(times -> times > 1).count(),
                counters.dropped(),
                load.publishMillisMax(),
                counters.producerRestarts());
    }

    private ClientSettings defaults() {
        return ClientSettings.defaults(cluster.bootstrapServers(), cluster.registryUrl(), "gateway-1");
    }

    private ClientSettings spooling() {
        return defaults().spoolingTo(directory.resolve("spool"));
    }

    private static UsageClient client(ClientSettings settings) {
        return UsageClient.start(settings, UsageTopic.TOPICS, new SystemClock());
    }
}
