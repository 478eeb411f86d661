package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.publish.Backpressure;
import io.millrace.client.publish.PublishSettings;
import io.millrace.client.spool.FsyncPolicy;
import io.millrace.client.spool.SpoolSettings;
import io.millrace.client.verdict.OnStale;
import io.millrace.client.verdict.VerdictSettings;
import io.millrace.schemas.error.MillraceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "bootstrap.servers",
            "broker:9092",
            "schema.registry.url",
            "http://registry:8081",
            "gateway.id",
            "gateway-1");

    @Test
    void threeKeysGiveTheDefaults() {
        ClientSettings settings = ClientSettings.from(REQUIRED);

        assertThat(settings).isEqualTo(ClientSettings.defaults("broker:9092", "http://registry:8081", "gateway-1"));
        assertThat(settings.publish())
                .isEqualTo(new PublishSettings(
                        Backpressure.DROP_OLDEST,
                        20_000,
                        32L * 1024 * 1024,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(5),
                        Duration.ofSeconds(10),
                        null));
        assertThat(settings.verdicts()).isEqualTo(new VerdictSettings(Duration.ofSeconds(10), OnStale.FAIL_OPEN));
        assertThat(settings.connection().kafka()).isEqualTo(ExtraProperties.none());
    }

    @Test
    void everyKeyIsRead() {
        ClientSettings settings = ClientSettings.from(with(Map.ofEntries(
                Map.entry("publish.backpressure", "SPOOL"),
                Map.entry("publish.buffer.records", "7"),
                Map.entry("publish.buffer.bytes", "70000"),
                Map.entry("publish.block.max.ms", "11"),
                Map.entry("publish.linger.ms", "12"),
                Map.entry("publish.close.max.ms", "13"),
                Map.entry("spool.directory", "spool"),
                Map.entry("spool.segment.bytes", "131072"),
                Map.entry("spool.cap.mib", "2"),
                Map.entry("spool.fsync", "INTERVAL"),
                Map.entry("spool.fsync.interval.ms", "14"),
                Map.entry("verdict.stale.after.ms", "1500"),
                Map.entry("verdict.on.stale", "FAIL_CLOSED"),
                Map.entry("kafka.security.protocol", "SSL"),
                Map.entry("registry.basic.auth.credentials.source", "USER_INFO"))));

        assertThat(settings.publish())
                .isEqualTo(new PublishSettings(
                        Backpressure.SPOOL,
                        7,
                        70_000,
                        Duration.ofMillis(11),
                        Duration.ofMillis(12),
                        Duration.ofMillis(13),
                        new SpoolSettings(
                                Path.of("spool"),
                                131_072,
                                2L * 1024 * 1024,
                                FsyncPolicy.INTERVAL,
                                Duration.ofMillis(14))));
        assertThat(settings.verdicts()).isEqualTo(new VerdictSettings(Duration.ofMillis(1_500), OnStale.FAIL_CLOSED));
        assertThat(settings.connection().kafka().reveal()).isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(settings.connection().registry().reveal())
                .isEqualTo(Map.of("basic.auth.credentials.source", "USER_INFO"));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        Map<String, String> wrong = Map.of(
                "bootstrap.servers", "broker:9092",
                "gateway.id", "gateway-1",
                "publish.backpresure", "SPOOL",
                "publish.buffer.records", "0",
                "spool.fsync", "SOMETIMES");

        assertThatThrownBy(() -> ClientSettings.from(wrong))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("schema.registry.url: missing (expected: a text)")
                .hasMessageContaining("publish.buffer.records: 0 (expected: 1 to 10000000)")
                .hasMessageContaining("spool.fsync: SOMETIMES (expected: one of [NONE, INTERVAL, EVERY_RECORD])")
                .hasMessageContaining("publish.backpresure (expected: a known one, such as publish.backpressure)");
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefused() {
        assertThatThrownBy(() -> ClientSettings.from(with(Map.of("publish.backpressure", "SPOOL"))))
                .isInstanceOf(MillraceException.class)
                .hasMessage("spool.directory: null (expected: a directory when publish.backpressure is SPOOL)");
        assertThatThrownBy(() -> ClientSettings.from(with(Map.of("spool.directory", "spool"))))
                .hasMessage("publish.backpressure: DROP_OLDEST (expected: SPOOL when a spool directory is given)");
        assertThatThrownBy(() -> ClientSettings.from(with(
                        Map.of("publish.backpressure", "SPOOL", "spool.directory", "spool", "spool.cap.mib", "40"))))
                .hasMessageContaining("(expected: 3 segments or more, of 16777216 bytes each)");
        assertThatThrownBy(() -> ClientSettings.from(with(Map.of("kafka.acks", "1"))))
                .hasMessage("kafka properties: [acks] (expected: properties that Millrace does not set itself)");
        assertThatThrownBy(() -> ClientSettings.from(with(Map.of("gateway.id", " "))))
                .hasMessageContaining("gateway.id");
    }

    @Test
    void whatItTakesToBeLetInIsCheckedAndSaidOnce() {
        Map<String, String> said =
                Map.of("security.protocol", "SASL_SSL", "sasl.username", "gateway", "sasl.password", "open sesame");

        assertThat(ClientProperties.producer(ClientSettings.from(with(said))))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
        assertThatThrownBy(() -> ClientSettings.from(with(Map.of("security.protocol", "SASL_SSL"))))
                .hasMessageContaining("sasl.username: missing")
                .hasMessageContaining("sasl.password: missing");
        Map<String, String> twice = new HashMap<>(said);
        twice.put("kafka.sasl.mechanism", "PLAIN");
        assertThatThrownBy(() -> ClientSettings.from(with(twice)))
                .hasMessage(
                        "kafka properties: [sasl.mechanism] (expected: said once: by a setting, or handed on as it is)");
    }

    @Test
    void noSecretIsPrinted() {
        String word = "hush" + "hush";
        ClientSettings settings = ClientSettings.from(with(Map.of(
                "kafka.sasl.jaas.config", "module required key='" + word + "';",
                "registry.basic.auth.user.info", "me:" + word)));

        assertThat(settings.toString())
                .doesNotContain(word)
                .contains("sasl.jaas.config=[redacted]", "basic.auth.user.info=[redacted]");
    }

    @Test
    void producerKeepsTheGuaranteesWhateverIsAdded() {
        ClientSettings settings = ClientSettings.from(
                with(Map.of("kafka.security.protocol", "PLAINTEXT", "kafka.compression.type", "zstd")));

        assertThat(ClientProperties.producer(settings))
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "broker:9092")
                .containsEntry(ProducerConfig.CLIENT_ID_CONFIG, "gateway-1-publish")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE)
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 5L)
                .containsEntry("security.protocol", "PLAINTEXT")
                .containsEntry("compression.type", "zstd");
        assertThat(ClientProperties.producer(ClientSettings.from(REQUIRED))).containsEntry("compression.type", "lz4");
    }

    @Test
    void shorthandsChangeOnePolicyAndKeepTheRest() {
        ClientSettings defaults = ClientSettings.from(REQUIRED);

        assertThat(defaults.spoolingTo(Path.of("d")).publish())
                .isEqualTo(PublishSettings.defaults().spoolingTo(SpoolSettings.in(Path.of("d"))));
        assertThat(defaults.spoolingTo(Path.of("d"))
                        .blockingUpTo(Duration.ofMillis(3))
                        .publish())
                .isEqualTo(PublishSettings.defaults().blockingUpTo(Duration.ofMillis(3)));
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.putAll(more);
        return all;
    }
}
