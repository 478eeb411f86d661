package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.embedded.FreePort;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metering is told to end while its broker answers nothing: it ends at its bound, and the next start makes every sum exact. */
@Timeout(240)
class DrainWithoutBrokerIT {
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BOUND = Duration.ofSeconds(4);
    private static final Duration MARGIN = Duration.ofSeconds(6);
    private static final int CALLS = 400;
    /** Of a drain that was cut. */
    private static final int UNFINISHED = 2;

    @TempDir
    private Path directory = Path.of("");

    private final SystemClock clock = new SystemClock();
    private BrokerProcess broker;
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerProcess(directory.resolve("kafka"));
        cluster = new Cluster(broker, TOPICS);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void endsAtTheBoundAndLosesNothing() throws Exception {
        Traffic traffic = new Traffic(cluster, TOPICS);
        int port = FreePort.any();
        Map<String, String> settings = Map.of(
                "http.port",
                String.valueOf(port),
                "commit.interval.ms",
                "4000",
                "transaction.timeout.ms",
                "8000",
                "drain.timeout.ms",
                String.valueOf(BOUND.toMillis()));
        try (StreamsProcess first = StreamsProcess.start(cluster, directory, "one", settings)) {
            traffic.write(CALLS);
            traffic.awaitRated(PATIENCE);
            // Work that no commit has seen.
            traffic.writeSlowly(CALLS);
            assertThat(readiness(port)).contains("\"name\" : \"kafka\"").contains("\"ready\" : true");
            broker.freeze();
            await().atMost(PATIENCE).until(() -> readiness(port).contains("no answer for 2 s"));
            long begun = clock.tickNanos();
            first.terminate();
            assertThat(Duration.ofNanos(clock.tickNanos() - begun)).isLessThan(BOUND.plus(MARGIN));
            assertThat(first.exitCode()).isEqualTo(UNFINISHED);
        }
        broker.thaw();
        try (StreamsProcess next = StreamsProcess.start(cluster, directory, "two", StreamsProcess.OFTEN)) {
            traffic.assertSums(PATIENCE);
            assertThat(next.isAlive()).isTrue();
        }
    }

    private static String readiness(int port) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
