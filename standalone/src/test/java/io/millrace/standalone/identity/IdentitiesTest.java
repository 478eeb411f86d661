package io.millrace.standalone.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {
    @TempDir
    static Path directory;

    /** Not drawn: the operator has put it there. */
    private static final String GIVEN_KEY = "sk_test_a\\b\\u0041=c";

    private static int drawn;

    @BeforeAll
    static void write() throws IOException {
        Files.createDirectories(directory.resolve("operator"));
        Files.writeString(directory.resolve("operator/stripe.key"), GIVEN_KEY + "\n");
        drawn = new Identities(directory).write();
    }

    @Test
    void whatIsThereStays() throws IOException {
        Map<Path, String> before = texts();
        assertThat(drawn).isEqualTo(8);
        assertThat(new Identities(directory).write()).isZero();
        assertThat(texts()).isEqualTo(before);
    }

    @Test
    void eachServiceHasItsOwnSecretsAndNobodyElses() throws IOException {
        String job = Files.readString(directory.resolve("operator/job")).strip();
        String billing = Files.readString(directory.resolve("operator/billing")).strip();
        assertThat(job).hasSize(48).isNotEqualTo(billing);
        assertThat(directory.resolve("sinks/secrets.properties"))
                .content()
                .contains(job)
                .doesNotContain(billing);
        assertThat(directory.resolve("billing/secrets.properties"))
                .content()
                .contains(billing)
                .doesNotContain(job);
        assertThat(names("streams")).containsExactly("ca.pem", "streams.crt", "streams.key", "streams.pem");
        assertThat(names("kafka")).containsExactly("ca.pem", "kafka.crt", "kafka.key", "kafka.pem");
        assertThat(names("gateway")).containsExactly("ca.pem", "gateway.crt", "gateway.key", "gateway.pem");
        assertThat(names("upkeep")).containsExactly("ca.pem", "secrets.properties");
        assertThat(names("setup")).containsExactly("ca.pem", "owner", "setup.crt", "setup.key", "setup.pem");
    }

    @Test
    void aSecretComesOutOfItsPropertiesFileAsItWentIn() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve("billing/secrets.properties"))) {
            properties.load(reader);
        }
        assertThat(properties.getProperty("stripe.api.key")).isEqualTo(GIVEN_KEY);
    }

    @Test
    void noNewAuthorityIsMadeWhereTheOldOneIsAway(@TempDir Path moved) throws IOException {
        Files.createDirectories(moved.resolve("operator"));
        Files.writeString(moved.resolve("operator/ca.pem"), "a certificate");
        assertThatThrownBy(() -> new Identities(moved).write())
                .hasMessage("secrets: authority/ca.pem is missing beside operator/ca.pem"
                        + " (expected: the directory authority that made the certificates)");
        assertThat(moved.resolve("operator/ca.pem")).hasContent("a certificate");
        assertThat(moved.resolve("operator/administrator")).doesNotExist();
    }

    @Test
    void theOwnerAloneCanEnterAndEachServiceReadsItsOwnPart() throws IOException {
        assertThat(mode("")).isEqualTo("rwx------");
        assertThat(mode("operator")).isEqualTo("rwx------");
        assertThat(mode("operator/owner")).isEqualTo("rw-------");
        assertThat(mode("authority")).isEqualTo("rwx------");
        assertThat(mode("authority/authority.p12")).isEqualTo("rw-------");
        assertThat(mode("billing")).isEqualTo("rwxr-xr-x");
        assertThat(mode("billing/secrets.properties")).isEqualTo("r--r--r--");
    }

    private static Map<Path, String> texts() throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".p12"))
                    .toList()) {
                texts.put(file, Files.readString(file));
            }
        }
        return texts;
    }

    private static Stream<String> names(String service) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(service))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
    }
}
