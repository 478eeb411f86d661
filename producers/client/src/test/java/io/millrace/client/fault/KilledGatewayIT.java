package io.millrace.client.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.ClientCounters;
import io.millrace.schemas.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 of a gateway that publishes, 20 times at random moments, four of them while the broker is stopped. */
class KilledGatewayIT {
    private static final int KILLS = 20;
    private static final Set<Integer> BROKER_STOPS_AT = Set.of(4, 13);
    private static final Set<Integer> BROKER_STARTS_AT = Set.of(6, 15);
    private static final int THREADS = 2;
    private static final long EACH = 10_000_000L;
    private static final int LIFE_MAX_MILLIS = 1_000;
    private static final int EVENT_ID_LENGTH = 36;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SystemClock clock = new SystemClock();

    @TempDir
    private Path directory = Path.of("");

    private FaultyCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = FaultyCluster.start(directory.resolve("kafka"));
        cluster.startRegistry();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void everyRecordThatWasAcceptedIsInTheTopicAfterTwentyKills() throws Exception {
        long started = clock.tickNanos();
        Random random = new Random(20_261_127L);
        Set<Long> accepted = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            if (BROKER_STOPS_AT.contains(kill)) {
                cluster.stopKafka();
            }
            if (BROKER_STARTS_AT.contains(kill)) {
                cluster.startKafka();
            }
            Set<Long> printed = runAndKill(kill * EACH, random.nextInt(LIFE_MAX_MILLIS));
            assertThat(printed).isNotEmpty();
            accepted.addAll(printed);
        }
        ClientCounters last = drain();
        Map<Long, Integer> sent = cluster.numbers();
        int records = sent.values().stream().mapToInt(Integer::intValue).sum();
        long twice = sent.values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "%d kills in %d ms: %d accepted, %d in the topic, %d numbers more than once; the last client replayed %d%n",
                KILLS,
                TimeUnit.NANOSECONDS.toMillis(clock.tickNanos() - started),
                accepted.size(),
                records,
                twice,
                last.replayed());

        assertThat(sent.keySet()).containsAll(accepted);
        Set<Long> unprinted = new HashSet<>(sent.keySet());
        unprinted.removeAll(accepted);
        // Accepted, and killed before it was printed: one for each thread, at most; nothing else is there.
        assertThat(unprinted).hasSizeLessThanOrEqualTo(THREADS * KILLS);
        assertThat(unprinted).allMatch(number -> number > 0 && number < KILLS * EACH);
    }

    private ClientCounters drain() throws InterruptedException {
        ClientSettings settings = ClientSettings.defaults(
                        cluster.bootstrapServers(), cluster.registryUrl(), "last-gateway")
                .spoolingTo(directory.resolve("spool"));
        try (UsageClient client = UsageClient.start(settings, UsageTopic.TOPICS, clock)) {
            assertThat(client.flush(PATIENCE)).isTrue();
            return client.counters();
        }
    }

    /** The numbers it printed; it is killed so long after the first. */
    private Set<Long> runAndKill(long from, int lifeMillis) throws IOException, InterruptedException {
        Process child = PublishingChild.start(cluster, directory.resolve("spool"), from);
        Set<Long> printed = new HashSet<>();
        long started = 0;
        boolean killed = false;
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.length() == EVENT_ID_LENGTH) { // the last one may be cut by the kill
                    printed.add(NumberedUsages.numberOf(UUID.fromString(line)));
                }
                started = started == 0 ? clock.tickNanos() : started;
                if (!killed && clock.tickNanos() - started >= TimeUnit.MILLISECONDS.toNanos(lifeMillis)) {
                    // SIGKILL; unlike the process itself, its handle leaves the pipe readable.
                    killed = child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return printed;
    }
}
