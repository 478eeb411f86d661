package io.millrace.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaAccessTest {
    private static final String WORD = "a \"quoted\\ word; with=signs";

    @TempDir
    private static Path directory;

    private static String authority;
    private static String identity;
    private static String passwordFile;

    @BeforeAll
    static void files() throws IOException {
        String certificate = "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n";
        String label = "PRIVATE ".concat("KEY-----");
        authority = Files.writeString(directory.resolve("ca.pem"), certificate).toString();
        identity = Files.writeString(directory.resolve("me.pem"), "-----BEGIN " + label + "\n" + certificate)
                .toString();
        passwordFile = Files.writeString(directory.resolve("word"), WORD + "\nsecond line\n")
                .toString();
    }

    @Test
    void nothingIsProtectedUnlessAsked() {
        KafkaAccess access = read(Map.of("bootstrap.servers", "k:9092"));

        assertThat(access).isEqualTo(KafkaAccess.plaintext("k:9092"));
        assertThat(access.properties()).isEqualTo(Map.of("bootstrap.servers", "k:9092"));
        assertThat(access.security()).isEmpty();
    }

    @Test
    void passwordReachesKafkaAsItIs() {
        KafkaAccess access = read(Map.of(
                "bootstrap.servers", "k:9093",
                "security.protocol", "SASL_SSL",
                "sasl.username", "streams",
                "sasl.password.file", passwordFile,
                "ssl.truststore.location", authority));

        assertThat(access.password()).isEqualTo(new Secret(WORD));
        assertThat(access.properties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.location", authority);
        // As Kafka's client itself takes the line apart.
        Map<String, Object> client = new HashMap<>(new AdminClientConfig(access.properties()).values());
        Password line = (Password) Objects.requireNonNull(client.get(SaslConfigs.SASL_JAAS_CONFIG));
        assertThat(line.toString()).doesNotContain("word");
        assertThat(JaasContext.loadClientContext(client).configurationEntries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.getOptions()).isEqualTo(Map.of("username", "streams", "password", WORD)));
    }

    @Test
    void certificateStandsForTheUser() {
        KafkaAccess access = KafkaAccess.read(
                new ConfigReader(Map.of(
                        "kafka.bootstrap.servers", "k:9093",
                        "kafka.security.protocol", "SSL",
                        "kafka.ssl.keystore.location", identity)),
                "kafka.");

        assertThat(access.security())
                .isEqualTo(Map.of(
                        "security.protocol", "SSL", "ssl.keystore.type", "PEM", "ssl.keystore.location", identity));
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        assertThatThrownBy(() -> read(Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "ssl.truststore.location",
                        authority,
                        "ssl.keystore.location",
                        authority)))
                .hasMessageContaining("bootstrap.servers: missing")
                .hasMessageContaining("sasl.mechanism: PLAIN (expected: SCRAM, or SASL_SSL")
                .hasMessageContaining("sasl.username: missing (expected: given for SASL_PLAINTEXT)")
                .hasMessageContaining("sasl.password: missing (expected: given for SASL_PLAINTEXT, or")
                .hasMessageContaining(
                        "ssl.keystore.location: " + authority + " (expected: a readable PEM file with a pr")
                .hasMessageContaining(
                        "security.protocol: SASL_PLAINTEXT (expected: SSL or SASL_SSL where a certificate");
    }

    @Test
    void whatWouldNotBeUsedIsRefused() {
        assertThatThrownBy(() -> read(Map.of("bootstrap.servers", "k", "sasl.username", "me", "sasl.password", WORD)))
                .hasMessage(
                        "security.protocol: PLAINTEXT (expected: SASL_SSL or SASL_PLAINTEXT where a user is given)");
        assertThatThrownBy(() -> read(Map.of("bootstrap.servers", "k", "ssl.truststore.location", authority)))
                .hasMessage("security.protocol: PLAINTEXT (expected: SSL or SASL_SSL where a certificate is given)");
        assertThatThrownBy(() -> read(Map.of("bootstrap.servers", "k", "sasl.mechanism", "GSSAPI")))
                .hasMessage("sasl.mechanism: GSSAPI (expected: one of SCRAM-SHA-512, SCRAM-SHA-256, PLAIN)");
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> read(Map.of(
                        "bootstrap.servers", "k",
                        "security.protocol", "SASL_SSL",
                        "sasl.username", "me",
                        "sasl.password.file", "/none",
                        "ssl.truststore.location", "/gone")))
                .hasMessage("""
                        sasl.password.file: [redacted] (expected: a file whose first line is the secret)
                        ssl.truststore.location: /gone (expected: a readable PEM file with a certificate)""");
    }

    @Test
    void secretsAreNeverPrinted() {
        KafkaAccess access = KafkaAccess.plaintext("k").as("me", new Secret(WORD));
        RegistryAccess registry = new RegistryAccess("https://r", null, null, new Secret("me:" + WORD));

        assertThat(access.toString()).contains("me").contains("[redacted]").doesNotContain("quoted");
        assertThat(registry.toString()).contains("[redacted]").doesNotContain("quoted");
    }

    private static KafkaAccess read(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(values);
        KafkaAccess access = KafkaAccess.read(reader, "");
        reader.finish();
        return access;
    }
}
