package io.millrace.alerts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.alerts.AlertsMain;
import io.millrace.alerts.send.Receiver;
import io.millrace.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own: killed while it delivers, and told to end. */
final class KilledAlertsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KILLS = 3;
    /** Tries at once, as below: what may be answered and not yet committed when the process dies. */
    private static final int CONCURRENCY = 4;

    @Test
    void everyMessageArrivesAndHardlyOneTwice(@TempDir Path directory) throws Exception {
        try (AlertTopics topics = new AlertTopics(directory);
                Receiver receiver = new Receiver()) {
            Set<String> ids = new HashSet<>();
            for (int kill = 0; kill < KILLS; kill++) {
                Process process = start(topics, receiver, FreePort.any(), directory.resolve("log-" + kill));
                int before = receiver.taken().size();
                for (int i = 0; i < 100; i++) {
                    ids.add(topics.alert("w" + i % 7, null));
                }
                await().atMost(PATIENCE).until(() -> receiver.taken().size() > before + 20);
                process.destroyForcibly().waitFor();
            }
            int port = FreePort.any();
            Path log = directory.resolve("log-last");
            Process last = start(topics, receiver, port, log);
            await().atMost(PATIENCE).until(() -> receiver.taken().containsAll(ids));
            assertThat(get(port, "/health/ready")).contains("\"ready\" : true");
            assertThat(get(port, "/metrics"))
                    .contains("millrace_alerts_delivered_total{destination=\"ops\"}")
                    .contains("millrace_alerts_waiting{destination=\"ops\"} 0");
            last.destroy();
            assertThat(last.waitFor()).as("told to end").isIn(0, 143);
            assertThat(Files.readString(log)).doesNotContain("whsec_");
            long twice = ids.stream().filter(id -> receiver.takenTimes(id) > 1).count();
            assertThat(twice).isLessThanOrEqualTo((long) KILLS * CONCURRENCY);
        }
    }

    private static Process start(AlertTopics topics, Receiver receiver, int port, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                AlertsMain.class.getName(),
                "--http.port=" + port);
        Map.of(
                        "BOOTSTRAP_SERVERS",
                        topics.bootstrapServers(),
                        "SCHEMA_REGISTRY_URL",
                        topics.registryUrl(),
                        "TOPICS_PARTITIONS",
                        "3",
                        "DESTINATIONS",
                        "ops",
                        "DESTINATION_OPS_URL",
                        receiver.url(),
                        "DESTINATION_OPS_SECRET",
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "DESTINATION_OPS_CONCURRENCY",
                        Integer.toString(CONCURRENCY),
                        "RETRY_FIRST_MS",
                        "20")
                .forEach((name, value) -> builder.environment().put("MILLRACE_ALERTS_" + name, value));
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
