package io.millrace.client.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.Call;
import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No byte on disk names a person: neither of Kafka's nor of the spool's, with the vault there, away, or gone. */
class SealedBytesIT {
    private static final String USER = "test.CanaryUserCanaryUser01";
    private static final String ADDRESS = "test.CanaryAddrCanaryAddr02";
    private static final String SESSION = "canary-session-03";
    private static final List<String> CANARIES = List.of(USER, ADDRESS, SESSION, "canary-value-04", "canary-key-05");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final Topics topics = Topics.of(1);

    @Test
    void sealedCanariesAreNowhereAndClearOnesAreThere() throws Exception {
        Path kafkaData = directory.resolve("kafka");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(kafkaData, 0));
                EmbeddedRegistry registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
                TestVault vault = new TestVault()) {
            createTopics(kafka.bootstrapServers());
            // A compressed batch would hide the canaries from the search.
            ClientSettings settings = ClientSettings.from(Map.of(
                    "bootstrap.servers",
                    kafka.bootstrapServers(),
                    "schema.registry.url",
                    registry.url(),
                    "gateway.id",
                    "gateway-1",
                    "kafka.compression.type",
                    "none"));
            Path spool = directory.resolve("sealed");
            sealed(settings.spoolingTo(spool), vault);

            assertThat(found(spool)).isEmpty();
            assertThat(found(kafkaData)).isEmpty();

            // Else nothing would be searched for in vain.
            Path clear = directory.resolve("clear");
            try (UsageClient client = UsageClient.start(settings.spoolingTo(clear), topics, new SystemClock())) {
                client.publish(usage());
                assertThat(client.flush(LIMIT)).isTrue();
            }
            assertThat(found(kafkaData)).containsExactlyInAnyOrderElementsOf(CANARIES);
            assertThat(found(clear)).containsExactlyInAnyOrderElementsOf(CANARIES);
        }
    }

    /** One record before the key is there, one with it, and one that the gateway keeps while the vault is gone. */
    private void sealed(ClientSettings settings, TestVault vault) throws InterruptedException {
        ClientSettings sealing =
                settings.sealing(SealingSettings.with(vault.access()).keeping(Duration.ofSeconds(2)));
        try (UsageClient client = UsageClient.start(sealing, topics, new SystemClock())) {
            vault.away = true;
            client.publish(usage());
            vault.away = false;
            await().atMost(LIMIT).until(() -> {
                client.verdict(Call.like(usage()));
                return client.token(Subject.user("acme", USER)) != null
                        && client.token(Subject.clientIp("acme", ADDRESS)) != null;
            });
            client.publish(usage());
            vault.close();
            await().atMost(LIMIT).until(() -> client.token(Subject.user("acme", USER)) == null);
            client.publish(usage());
            assertThat(client.flush(LIMIT)).isTrue();
            assertThat(client.counters().acknowledged()).isEqualTo(3);
            assertThat(client.sealingCounters().sealed()).isEqualTo(1);
            assertThat(client.sealingCounters().withheld()).isEqualTo(2);
        }
    }

    private static Usage usage() {
        Usage usage = SealerTest.usage(USER, ADDRESS, SESSION, null);
        return usage.withPersonal(usage.attribution(), null, Map.of("canary-key-05", "canary-value-04"), null);
    }

    private static Set<String> found(Path directory) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                CANARIES.stream().filter(bytes::contains).forEach(found::add);
            }
        }
        return found;
    }

    private void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1)
                                    .configs(topic.configuration()))
                            .toList())
                    .all()
                    .get();
        }
    }
}
