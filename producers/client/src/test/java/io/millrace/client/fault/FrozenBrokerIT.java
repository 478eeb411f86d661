package io.millrace.client.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that holds its connections and does not answer for three seconds, as in a long pause of its machine. */
class FrozenBrokerIT {
    private static final int PER_SECOND = 4_000;
    private static final int FREEZES = 2;
    private static final long FROZEN_RECORDS = 3L * PER_SECOND;
    private static final long PUBLISH_MAX_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void frozenBrokerLosesNothingAndDoublesNothingAndKeepsNobodyWaiting() throws Exception {
        Process broker = broker();
        try (BufferedReader output = broker.inputReader(StandardCharsets.US_ASCII)) {
            String bootstrapServers = output.readLine();
            assertThat(bootstrapServers).startsWith("127.0.0.1:");
            UsageTopic.createAll(bootstrapServers);
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(new RegistryOptions(bootstrapServers, 0))) {
                loadOverFreezes(broker, bootstrapServers, registry.url());
            }
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    private void loadOverFreezes(Process broker, String bootstrapServers, String registryUrl) throws Exception {
        ClientSettings settings = ClientSettings.defaults(bootstrapServers, registryUrl, "gateway-1")
                .spoolingTo(directory.resolve("spool"));
        try (UsageClient client = UsageClient.start(settings, UsageTopic.TOPICS, new SystemClock())) {
            Load load = new Load(client, 1, PER_SECOND);
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                long before = client.counters().acknowledged();
                await().atMost(PATIENCE).until(() -> client.counters().acknowledged() > before + PER_SECOND);
                signal(broker, "STOP");
                long accepted = client.counters().accepted();
                await().atMost(PATIENCE).until(() -> client.counters().accepted() >= accepted + FROZEN_RECORDS);
                assertThat(client.counters().pending()).isGreaterThan(FROZEN_RECORDS / 2);
                signal(broker, "CONT");
            }
            load.stop();
            assertThat(client.flush(PATIENCE)).isTrue();
            Map<Long, Integer> sent = UsageTopic.numbers(bootstrapServers, registryUrl);
            System.out.printf(
                    "frozen %d times: %d accepted, %d numbers in the topic, publish at most %d ms%n",
                    FREEZES, load.accepted().size(), sent.size(), load.publishMillisMax());

            assertThat(load.accepted()).hasSize(Math.toIntExact(load.attempted()));
            assertThat(sent.keySet()).isEqualTo(load.accepted());
            assertThat(sent.values()).containsOnly(1);
            assertThat(load.publishMillisMax()).isLessThan(PUBLISH_MAX_MILLIS);
        }
    }

    private Process broker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerChildMain.class.getName(),
                        directory.resolve("kafka").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
