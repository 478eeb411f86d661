package io.millrace.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clients on one machine: each with a spool of its own, and never two on the same. */
class TwoClientsIT {
    private static final int PER_SECOND = 2_000;
    private static final int RECORDS = 5_000;
    private static final long EACH = 10_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    void clientsWithSpoolsOfTheirOwnDeliverSideBySide() throws Exception {
        try (UsageClient one = client("one");
                UsageClient other = client("other")) {
            Load loadOfOne = new Load(one, 1, PER_SECOND);
            Load loadOfOther = new Load(other, EACH, PER_SECOND);
            cluster.stopKafka();
            cluster.startKafka();
            await().atMost(PATIENCE)
                    .until(() -> one.counters().accepted() > RECORDS
                            && other.counters().accepted() > RECORDS);
            loadOfOne.stop();
            loadOfOther.stop();
            assertThat(one.flush(PATIENCE)).isTrue();
            assertThat(other.flush(PATIENCE)).isTrue();
            Set<Long> accepted = new HashSet<>(loadOfOne.accepted());
            accepted.addAll(loadOfOther.accepted());
            assertThat(cluster.numbers().keySet()).isEqualTo(accepted);
            assertThat(one.counters().acknowledged())
                    .isEqualTo(loadOfOne.accepted().size());
            assertThat(other.counters().acknowledged())
                    .isEqualTo(loadOfOther.accepted().size());
        }
    }

    @Test
    void secondClientOnTheSameSpoolIsRefusedByNameAndTheFirstKeepsIt() throws Exception {
        Path spool = directory.resolve("shared");
        try (UsageClient first = client("shared")) {
            Path sameByAnotherName = Files.createSymbolicLink(directory.resolve("link"), spool);
            for (Path path : new Path[] {spool, sameByAnotherName}) {
                assertThatThrownBy(() -> client(path.getFileName().toString()).close())
                        .isInstanceOf(MillraceException.class)
                        .hasMessage("spool directory: " + path + " (expected: one that no other client uses)");
            }
            // An operating system may give up a process's lock when the process closes the file once more.
            assertThat(firstLineOfAnotherProcess(spool)).isNull();
            assertThat(first.publish(NumberedUsages.of(1))).isEqualTo(PublishResult.ACCEPTED);
            assertThat(first.flush(PATIENCE)).isTrue();
        }
        try (UsageClient next = client("shared")) {
            assertThat(next.publish(NumberedUsages.of(2))).isEqualTo(PublishResult.ACCEPTED);
            assertThat(next.flush(PATIENCE)).isTrue();
        }
        assertThat(cluster.numbers().keySet()).containsExactlyInAnyOrder(1L, 2L);
    }

    /** The id it printed when it had published; null when it ended without one. */
    private String firstLineOfAnotherProcess(Path spool) throws IOException, InterruptedException {
        Process child = PublishingChild.start(cluster, spool, 2 * EACH);
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            return lines.readLine();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private UsageClient client(String spool) {
        ClientSettings settings = ClientSettings.defaults(
                        cluster.bootstrapServers(), cluster.registryUrl(), "gateway-" + spool)
                .spoolingTo(directory.resolve(spool));
        return UsageClient.start(settings, UsageTopic.TOPICS, new SystemClock());
    }
}
